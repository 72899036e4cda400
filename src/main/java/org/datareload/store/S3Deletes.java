package org.datareload.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.datareload.store.DeleteResult.Changed;
import org.datareload.store.DeleteResult.Deleted;
import org.datareload.store.DeleteResult.Refused;
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
  private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchVersion");

  private final S3AsyncClient client;
  private final AdaptiveLimiter window;

  S3Deletes(S3AsyncClient client, AdaptiveLimiter window) {
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
  CompletableFuture<List<DeleteResult>> together(String bucket, List<Target> targets) {
    var results = new DeleteResult[targets.size()];
    var running = new ArrayList<CompletableFuture<?>>();
    var batch = new ArrayList<Integer>();
    var uncarried = new ArrayList<Integer>();
    for (int i = 0; i < results.length; i++) {
      (XmlSafeKeys.carries(targets.get(i).key()) ? batch : uncarried).add(i);
      if (batch.size() == BATCH) {
        running.add(batch(bucket, targets, List.copyOf(batch), results, TRIES));
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      running.add(batch(bucket, targets, batch, results, TRIES));
    }
    running.add(alone(bucket, targets, uncarried, results));
    return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .thenApply(done -> List.of(results));
  }

  /** Deletes one object by its own request. */
  CompletableFuture<DeleteResult> single(String bucket, Target target) {
    var request =
        DeleteObjectRequest.builder()
            .bucket(bucket)
            .key(target.key())
            .versionId(target.versionId())
            .ifMatch(target.etag() == null ? null : Etags.quoted(target.etag()))
            .build();
    return window
        .submit(() -> client.deleteObject(request))
        .handle((answer, failure) -> failure == null ? new Deleted() : outcome(failure));
  }

  private static DeleteResult outcome(Throwable failure) {
    // Any other 404 is not the store's word on the object, as that of a gateway in between.
    if (ABSENT.contains(S3Failure.code(failure))) {
      return new Deleted();
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
      String bucket,
      List<Target> targets,
      List<Integer> places,
      DeleteResult[] results,
      int tries) {
    List<ObjectIdentifier> objects = places.stream().map(i -> object(targets.get(i))).toList();
    // Not quiet: what an answer leaves out must not pass for deleted.
    var request =
        DeleteObjectsRequest.builder().bucket(bucket).delete(all -> all.objects(objects)).build();
    return window
        .submit(() -> client.deleteObjects(request))
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return read(
                    bucket, new DeleteObjectsResult(answer), targets, places, results, tries);
              }
              return refused(bucket, failure, targets, places, results);
            })
        .thenCompose(rest -> rest);
  }

  /**
   * What the store would not do at all says nothing of any object: each is asked for alone, as
   * where DeleteObjects is not known, unless the right to delete is missing.
   */
  private CompletableFuture<Void> refused(
      String bucket,
      Throwable failure,
      List<Target> targets,
      List<Integer> places,
      DeleteResult[] results) {
    if (!S3Failure.isRefusal(failure)) {
      throw S3Failure.rethrown(failure);
    }
    if (S3Failure.status(failure) == 403) {
      var refused = new Refused(S3Failure.reason(failure));
      places.forEach(i -> results[i] = refused);
      return CompletableFuture.completedFuture(null);
    }
    return alone(bucket, targets, places, results);
  }

  private CompletableFuture<Void> alone(
      String bucket, List<Target> targets, List<Integer> places, DeleteResult[] results) {
    return CompletableFuture.allOf(
        places.stream()
            .map(i -> single(bucket, targets.get(i)).thenAccept(result -> results[i] = result))
            .toArray(CompletableFuture[]::new));
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
      DeleteObjectsResult answer,
      List<Target> targets,
      List<Integer> places,
      DeleteResult[] results,
      int tries) {
    var again = new ArrayList<Integer>();
    var unnamed = new ArrayList<Integer>();
    for (int i : places) {
      Target target = targets.get(i);
      S3Error error = answer.error(target);
      if (error != null && passes(error) && tries > 1) {
        window.throttled();
        again.add(i);
      } else if (error != null) {
        results[i] = outcome(error);
      } else if (answer.deleted(target)) {
        results[i] = new Deleted();
      } else {
        unnamed.add(i);
      }
    }
    var rest = alone(bucket, targets, unnamed, results);
    return again.isEmpty()
        ? rest
        : CompletableFuture.allOf(
            rest, pause(tries).thenCompose(x -> batch(bucket, targets, again, results, tries - 1)));
  }

  private static boolean passes(S3Error error) {
    return List.of("InternalError", "SlowDown", "ServiceUnavailable", "ConditionalRequestConflict")
        .contains(error.code());
  }

  private static DeleteResult outcome(S3Error error) {
    String code = String.valueOf(error.code());
    if (ABSENT.contains(code)) {
      return new Deleted();
    }
    return code.equals("PreconditionFailed")
        ? new Changed()
        : new Refused(code + ": " + error.message());
  }
}
