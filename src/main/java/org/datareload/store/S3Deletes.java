package org.datareload.store;

import static java.util.stream.Collectors.partitioningBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.datareload.store.DeleteResult.Changed;
import org.datareload.store.DeleteResult.Deleted;
import org.datareload.store.DeleteResult.Refused;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes objects, in batches where the store and the keys allow it. */
final class S3Deletes {
  private static final int BATCH_SIZE = 1_000;
  private static final int ATTEMPTS = 4;
  private static final Set<String> NOT_FOUND = Set.of("NoSuchKey", "NoSuchVersion");

  private final S3AsyncClient client;
  private final AdaptiveLimiter limiter;

  S3Deletes(S3AsyncClient client, AdaptiveLimiter limiter) {
    this.client = client;
    this.limiter = limiter;
  }

  /**
   * One object to delete.
   *
   * @param versionId null for whatever is at the key
   * @param etag null to delete without a condition
   */
  record Target(String key, String versionId, String etag) {
    String condition() {
      return etag == null ? null : Etags.quoted(etag);
    }

    ObjectIdentifier identifier() {
      return ObjectIdentifier.builder().key(key).versionId(versionId).eTag(condition()).build();
    }
  }

  /** Deletes by DeleteObjects; results come in the order of the targets. */
  CompletableFuture<List<DeleteResult>> delete(String bucket, List<Target> targets) {
    var deletion = new Deletion(bucket);
    return deletion
        .start(targets.stream().distinct().toList())
        .thenApply(done -> targets.stream().map(deletion.results::get).toList());
  }

  /** Deletes one object by a request of its own. */
  CompletableFuture<DeleteResult> deleteOne(String bucket, Target target) {
    return client
        .deleteObject(
            d ->
                d.bucket(bucket)
                    .key(target.key())
                    .versionId(target.versionId())
                    .ifMatch(target.condition()))
        .handle((response, failure) -> failure == null ? new Deleted() : result(failure));
  }

  private static DeleteResult result(Throwable failure) {
    // Any other 404 may come from a gateway and says nothing about the object.
    if (NOT_FOUND.contains(S3Failure.code(failure))) {
      return new Deleted();
    }
    if (S3Failure.isConditionFailed(failure)) {
      return new Changed();
    }
    if (S3Failure.isRefusal(failure)) {
      return new Refused(S3Failure.reason(failure));
    }
    throw S3Failure.unchecked(failure);
  }

  /** One call's targets on their way, and the results so far. */
  private final class Deletion {
    private final String bucket;
    private final Map<Target, DeleteResult> results = new ConcurrentHashMap<>();

    Deletion(String bucket) {
      this.bucket = bucket;
    }

    CompletableFuture<Void> start(List<Target> targets) {
      var batchable = targets.stream().collect(partitioningBy(t -> XmlSafeKeys.isSafe(t.key())));
      var running = new ArrayList<CompletableFuture<Void>>();
      List<Target> batched = batchable.get(true);
      for (int from = 0; from < batched.size(); from += BATCH_SIZE) {
        int to = Math.min(from + BATCH_SIZE, batched.size());
        running.add(batch(batched.subList(from, to), ATTEMPTS));
      }
      running.add(each(batchable.get(false)));
      return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> each(List<Target> targets) {
      return CompletableFuture.allOf(
          targets.stream()
              .map(t -> deleteOne(bucket, t).thenAccept(result -> results.put(t, result)))
              .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> batch(List<Target> targets, int attempts) {
      var objects = targets.stream().map(Target::identifier).toList();
      // Not quiet: what a response leaves out must not count as deleted.
      return client
          .deleteObjects(d -> d.bucket(bucket).delete(all -> all.objects(objects)))
          .handle(
              (response, failure) ->
                  failure == null ? read(response, targets, attempts) : refused(failure, targets))
          .thenCompose(rest -> rest);
    }

    /**
     * A refusal of the whole request says nothing about the objects, as where the store does not
     * know DeleteObjects: each is deleted on its own, unless the right to delete is missing.
     */
    private CompletableFuture<Void> refused(Throwable failure, List<Target> targets) {
      if (!S3Failure.isRefusal(failure)) {
        throw S3Failure.unchecked(failure);
      }
      if (S3Failure.status(failure) == 403) {
        var refused = new Refused(S3Failure.reason(failure));
        targets.forEach(target -> results.put(target, refused));
        return CompletableFuture.completedFuture(null);
      }
      return each(targets);
    }

    /** Reads the results; retries transient errors, and singly what the response does not name. */
    private CompletableFuture<Void> read(
        DeleteObjectsResponse response, List<Target> targets, int attempts) {
      var errors = new HashMap<Target, S3Error>();
      response.errors().forEach(e -> errors.putIfAbsent(named(e.key(), e.versionId()), e));
      var deleted = new HashMap<Target, DeletedObject>();
      response.deleted().forEach(d -> deleted.put(named(d.key(), d.versionId()), d));
      var again = new ArrayList<Target>();
      var unnamed = new ArrayList<Target>();
      for (Target target : targets) {
        S3Error error = find(errors, target);
        if (error != null && attempts > 1 && S3Failure.isTransient(String.valueOf(error.code()))) {
          limiter.throttled();
          again.add(target);
        } else if (error != null) {
          results.put(target, result(error));
        } else if (find(deleted, target) != null) {
          results.put(target, new Deleted());
        } else {
          unnamed.add(target);
        }
      }
      var rest = each(unnamed);
      return again.isEmpty()
          ? rest
          : CompletableFuture.allOf(
              rest,
              Backoff.pause(ATTEMPTS - attempts).thenCompose(x -> batch(again, attempts - 1)));
    }
  }

  private static Target named(String key, String versionId) {
    return new Target(key, Etags.versionId(versionId), null);
  }

  /** The entry for the target; some stores leave versions out of their responses. */
  private static <T> T find(Map<Target, T> entries, Target target) {
    T exact = entries.get(named(target.key(), target.versionId()));
    return exact == null ? entries.get(named(target.key(), null)) : exact;
  }

  private static DeleteResult result(S3Error error) {
    String code = String.valueOf(error.code());
    if (NOT_FOUND.contains(code)) {
      return new Deleted();
    }
    if (S3Failure.isTransient(code)) {
      throw new StoreFailedException(
          error.key() + " could not be deleted: " + code + ": " + error.message(), null);
    }
    return code.equals("PreconditionFailed")
        ? new Changed()
        : new Refused(code + ": " + error.message());
  }
}
