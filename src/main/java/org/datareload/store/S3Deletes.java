package org.datareload.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.datareload.store.Removal.Changed;
import org.datareload.store.Removal.Refused;
import org.datareload.store.Removal.Removed;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * Sends deletes, in batches where the store and the keys allow it, and reads what became of each
 * key.
 */
final class S3Deletes {
  private static final int BATCH = 1_000;
  private static final int TRIES = 4;
  private static final long PAUSE_MILLIS = 250;

  private final S3AsyncClient client;
  private final Window window;

  S3Deletes(S3AsyncClient client, Window window) {
    this.client = client;
    this.window = window;
  }

  /**
   * One object to delete.
   *
   * @param versionId null for whatever stands at the key
   * @param etag null to delete without a condition
   */
  record Target(String key, String versionId, String etag) {}

  /** Deletes by DeleteObjects; results come in the order of the targets. */
  CompletableFuture<List<Removal>> together(String bucket, List<Target> targets) {
    var results = new Removal[targets.size()];
    var running = new ArrayList<CompletableFuture<?>>();
    var batch = new ArrayList<Integer>();
    for (int i = 0; i < results.length; i++) {
      if (XmlText.carries(targets.get(i).key())) {
        batch.add(i);
      } else {
        int at = i;
        running.add(single(bucket, targets.get(i)).thenAccept(result -> results[at] = result));
      }
      if (batch.size() == BATCH) {
        running.add(batch(bucket, targets, List.copyOf(batch), results, TRIES));
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      running.add(batch(bucket, targets, batch, results, TRIES));
    }
    return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .thenApply(done -> List.of(results));
  }

  /** Deletes one object by its own request. */
  CompletableFuture<Removal> single(String bucket, Target target) {
    var request =
        DeleteObjectRequest.builder()
            .bucket(bucket)
            .key(target.key())
            .versionId(target.versionId())
            .ifMatch(target.etag() == null ? null : Etags.quoted(target.etag()))
            .build();
    return window
        .submit(() -> client.deleteObject(request))
        .handle((answer, failure) -> failure == null ? new Removed() : outcome(failure));
  }

  private static Removal outcome(Throwable failure) {
    if (S3Failure.isAbsent(failure)) {
      return new Removed();
    }
    if (S3Failure.isConditionFailed(failure)) {
      return new Changed();
    }
    if (S3Failure.isRefusal(failure)) {
      return new Refused(S3Failure.reason(failure));
    }
    throw S3Failure.rethrown(failure);
  }

  private CompletableFuture<Void> batch(
      String bucket, List<Target> targets, List<Integer> places, Removal[] results, int tries) {
    List<ObjectIdentifier> objects = places.stream().map(i -> object(targets.get(i))).toList();
    // Not quiet: what an answer leaves out must not pass for deleted.
    var request =
        DeleteObjectsRequest.builder().bucket(bucket).delete(all -> all.objects(objects)).build();
    return window
        .submit(() -> client.deleteObjects(request))
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return read(bucket, new DeleteAnswer(answer), targets, places, results, tries);
              }
              Removal refused = outcome(failure);
              places.forEach(i -> results[i] = refused);
              return CompletableFuture.<Void>completedFuture(null);
            })
        .thenCompose(rest -> rest);
  }

  private static CompletableFuture<Void> pause(int tries) {
    long millis = PAUSE_MILLIS << (TRIES - tries);
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
  }

  private static ObjectIdentifier object(Target target) {
    return ObjectIdentifier.builder()
        .key(target.key())
        .versionId(target.versionId())
        .eTag(target.etag() == null ? null : Etags.quoted(target.etag()))
        .build();
  }

  /** Notes the results; asks again for what may pass, and alone for what is not named. */
  private CompletableFuture<Void> read(
      String bucket,
      DeleteAnswer answer,
      List<Target> targets,
      List<Integer> places,
      Removal[] results,
      int tries) {
    var again = new ArrayList<Integer>();
    var running = new ArrayList<CompletableFuture<?>>();
    for (int i : places) {
      Target target = targets.get(i);
      S3Error error = answer.error(target);
      if (error != null && passes(error) && tries > 1) {
        window.throttled();
        again.add(i);
      } else if (error != null) {
        results[i] = outcome(error);
      } else if (answer.deleted(target)) {
        results[i] = new Removed();
      } else {
        running.add(single(bucket, target).thenAccept(result -> results[i] = result));
      }
    }
    if (!again.isEmpty()) {
      running.add(pause(tries).thenCompose(x -> batch(bucket, targets, again, results, tries - 1)));
    }
    return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
  }

  private static boolean passes(S3Error error) {
    return List.of("InternalError", "SlowDown", "ServiceUnavailable", "ConditionalRequestConflict")
        .contains(error.code());
  }

  private static Removal outcome(S3Error error) {
    return switch (error.code() == null ? "" : error.code()) {
      case "NoSuchKey", "NoSuchVersion" -> new Removed();
      case "PreconditionFailed" -> new Changed();
      default -> new Refused(error.code() + ": " + error.message());
    };
  }
}
