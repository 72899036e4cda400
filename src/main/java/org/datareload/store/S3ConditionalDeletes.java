package org.datareload.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.datareload.store.DeleteResult.Changed;
import org.datareload.store.DeleteResult.Deleted;
import org.datareload.store.DeleteResult.Refused;
import org.datareload.store.S3Deletes.Target;

/** Deletes objects that did not change, by what the bucket's store supports. */
final class S3ConditionalDeletes {
  private final S3Objects objects;
  private final S3Listings listings;
  private final S3Deletes deletes;

  S3ConditionalDeletes(S3Objects objects, S3Listings listings, S3Deletes deletes) {
    this.objects = objects;
    this.listings = listings;
    this.deletes = deletes;
  }

  /**
   * Deletes a version by its id, after the older versions at its key. Any other object is checked
   * by a HEAD first, since an ETag does not tell an upload from a later upload of the same bytes;
   * then the ETag is the condition of the delete where the store keeps it. What remains: between
   * the HEAD and the delete, a new upload of the same bytes is lost, and on a store without
   * conditions any new upload.
   */
  CompletableFuture<List<DeleteResult>> deleteIfUnchanged(
      String bucket, List<StoredObject> seen, StoreCapabilities capabilities) {
    return capabilities.conditionalBatchDelete()
            || seen.stream().allMatch(object -> object.versionId() != null)
        ? deleteTogether(bucket, seen)
        : all(seen, object -> deleteOne(bucket, object, capabilities));
  }

  private CompletableFuture<DeleteResult> deleteOne(
      String bucket, StoredObject object, StoreCapabilities capabilities) {
    return precheck(bucket, object)
        .thenCompose(
            known ->
                known
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(
                        () ->
                            deletes.deleteOne(
                                bucket, target(object, capabilities.conditionalDelete()))));
  }

  private CompletableFuture<List<DeleteResult>> deleteTogether(
      String bucket, List<StoredObject> seen) {
    return all(seen, object -> precheck(bucket, object))
        .thenCompose(
            prechecks -> {
              var unchanged = new ArrayList<Target>();
              for (int i = 0; i < prechecks.size(); i++) {
                if (prechecks.get(i).isEmpty()) {
                  unchanged.add(target(seen.get(i), true));
                }
              }
              return deletes
                  .delete(bucket, unchanged)
                  .thenApply(
                      results -> {
                        var next = results.iterator();
                        return prechecks.stream()
                            .map(known -> known.orElseGet(next::next))
                            .toList();
                      });
            });
  }

  private static Target target(StoredObject object, boolean conditions) {
    return object.versionId() == null
        ? new Target(object.key(), null, conditions ? object.etag() : null)
        : new Target(object.key(), object.versionId(), null);
  }

  /** The result where it is known already, or empty where the object is to be deleted. */
  private CompletableFuture<Optional<DeleteResult>> precheck(String bucket, StoredObject object) {
    if (object.versionId() != null) {
      return deleteOlderVersions(bucket, object);
    }
    return objects
        .head(new ObjectRef(bucket, object.key()))
        .thenApply(
            found -> {
              if (found.isEmpty()) {
                return Optional.of(new Deleted());
              }
              // Not by version, which the object has none of: the bucket may keep them since.
              return found.get().isSame(object) ? Optional.empty() : Optional.of(new Changed());
            });
  }

  /** Deletes the versions that would be current, as if newly uploaded, once this one is gone. */
  private CompletableFuture<Optional<DeleteResult>> deleteOlderVersions(
      String bucket, StoredObject version) {
    return listings
        .olderVersions(bucket, version)
        .thenCompose(
            ids ->
                deletes.delete(
                    bucket, ids.stream().map(id -> new Target(version.key(), id, null)).toList()))
        .thenApply(results -> results.stream().filter(Refused.class::isInstance).findFirst());
  }

  private static <A, B> CompletableFuture<List<B>> all(
      List<A> items, Function<A, CompletableFuture<B>> send) {
    List<CompletableFuture<B>> running = items.stream().map(send).toList();
    return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .thenApply(done -> running.stream().map(CompletableFuture::join).toList());
  }
}
