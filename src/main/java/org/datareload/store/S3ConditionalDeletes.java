package org.datareload.store;

import static java.util.stream.Collectors.partitioningBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.datareload.store.DeleteResult.Changed;
import org.datareload.store.DeleteResult.Deleted;
import org.datareload.store.DeleteResult.Refused;
import org.datareload.store.S3Deletes.Target;

/**
 * Deletes objects that did not change, by what the bucket's store supports. Each batch is looked at
 * directly before it is deleted. In a bucket with versions, the older versions of each key are
 * listed and deleted first. Elsewhere an object is compared by its time too, since an ETag does not
 * tell an upload from a later upload of the same bytes.
 *
 * <p>What remains: between the look and the delete, a new upload of the same bytes is lost, and on
 * a store without conditions any new upload. Batches without a condition are small, so that this is
 * no longer than it takes to list and to delete some hundred objects.
 */
final class S3ConditionalDeletes {
  private static final int BATCH_SIZE = 1_000;
  private static final int UNCONDITIONAL_BATCH_SIZE = 500;

  private final StandingObjects standing;
  private final S3Deletes deletes;

  S3ConditionalDeletes(StandingObjects standing, S3Deletes deletes) {
    this.standing = standing;
    this.deletes = deletes;
  }

  /** Results come in the order of the objects. */
  CompletableFuture<List<DeleteResult>> deleteIfUnchanged(
      String bucket, List<StoredObject> seen, StoreCapabilities capabilities) {
    var hasVersion = seen.stream().collect(partitioningBy(object -> object.versionId() != null));
    boolean conditional = capabilities.conditionalBatchDelete() || capabilities.conditionalDelete();
    var batches = new ArrayList<CompletableFuture<Map<StoredObject, DeleteResult>>>();
    for (var batch : batches(hasVersion.get(true), BATCH_SIZE)) {
      batches.add(deleteVersions(bucket, batch));
    }
    int size = conditional ? BATCH_SIZE : UNCONDITIONAL_BATCH_SIZE;
    for (var batch : batches(hasVersion.get(false), size)) {
      batches.add(deleteObjects(bucket, batch, capabilities));
    }
    return all(batches, Function.identity())
        .thenApply(
            done -> {
              var results = new HashMap<StoredObject, DeleteResult>();
              done.forEach(results::putAll);
              return seen.stream().map(results::get).toList();
            });
  }

  /** In the order of a listing, so that a batch stands on few of its pages. */
  private static List<List<StoredObject>> batches(List<StoredObject> objects, int size) {
    var sorted = objects.stream().sorted(Comparator.comparing(StoredObject::key)).toList();
    var batches = new ArrayList<List<StoredObject>>();
    for (int from = 0; from < sorted.size(); from += size) {
      batches.add(sorted.subList(from, Math.min(from + size, sorted.size())));
    }
    return batches;
  }

  private CompletableFuture<Map<StoredObject, DeleteResult>> deleteObjects(
      String bucket, List<StoredObject> batch, StoreCapabilities capabilities) {
    return standing
        .objects(bucket, batch)
        .thenCompose(
            found -> {
              var results = new HashMap<StoredObject, DeleteResult>();
              var unchanged = new ArrayList<StoredObject>();
              for (var object : batch) {
                var now = found.get(object.key());
                if (now == null) {
                  results.put(object, new Deleted());
                } else if (now.isSame(object)) {
                  unchanged.add(object);
                } else {
                  results.put(object, new Changed());
                }
              }
              return deleteUnchanged(bucket, unchanged, capabilities)
                  .thenApply(deleted -> with(results, unchanged, deleted));
            });
  }

  /** One by one where the store keeps conditions only then. */
  private CompletableFuture<List<DeleteResult>> deleteUnchanged(
      String bucket, List<StoredObject> objects, StoreCapabilities capabilities) {
    boolean single = capabilities.conditionalDelete() && !capabilities.conditionalBatchDelete();
    boolean conditional = single || capabilities.conditionalBatchDelete();
    var targets =
        objects.stream()
            .map(o -> new Target(o.key(), null, conditional ? o.etag() : null))
            .toList();
    return single
        ? all(targets, target -> deletes.deleteOne(bucket, target))
        : deletes.delete(bucket, targets);
  }

  /**
   * Deletes the versions, after the older ones at their keys: these would be current, as if newly
   * uploaded, once the versions are gone.
   */
  private CompletableFuture<Map<StoredObject, DeleteResult>> deleteVersions(
      String bucket, List<StoredObject> batch) {
    return standing
        .olderVersions(bucket, batch)
        .thenCompose(
            older ->
                deletes
                    .delete(bucket, older)
                    .thenCompose(results -> deleteVersions(bucket, batch, older, results)));
  }

  private CompletableFuture<Map<StoredObject, DeleteResult>> deleteVersions(
      String bucket, List<StoredObject> batch, List<Target> older, List<DeleteResult> removals) {
    var refused = new HashMap<String, DeleteResult>();
    for (int i = 0; i < older.size(); i++) {
      if (removals.get(i) instanceof Refused refusal) {
        refused.put(older.get(i).key(), refusal);
      }
    }
    var results = new HashMap<StoredObject, DeleteResult>();
    var free = new ArrayList<StoredObject>();
    for (var object : batch) {
      if (refused.containsKey(object.key())) {
        results.put(object, refused.get(object.key()));
      } else {
        free.add(object);
      }
    }
    return deletes
        .delete(bucket, free.stream().map(o -> new Target(o.key(), o.versionId(), null)).toList())
        .thenApply(deleted -> with(results, free, deleted));
  }

  private static Map<StoredObject, DeleteResult> with(
      Map<StoredObject, DeleteResult> results,
      List<StoredObject> objects,
      List<DeleteResult> deleted) {
    for (int i = 0; i < objects.size(); i++) {
      results.put(objects.get(i), deleted.get(i));
    }
    return results;
  }

  private static <A, B> CompletableFuture<List<B>> all(
      List<A> items, Function<A, CompletableFuture<B>> send) {
    List<CompletableFuture<B>> running = items.stream().map(send).toList();
    return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .thenApply(done -> running.stream().map(CompletableFuture::join).toList());
  }
}
