package org.datareload.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.datareload.store.DeleteResult.Changed;
import org.datareload.store.DeleteResult.Deleted;
import org.datareload.store.S3Deletes.Target;

/** Deletes objects that are still what the caller saw, by what the bucket's store can do. */
final class S3ConditionalDeletes {
  private final S3Objects objects;
  private final S3Listings listings;
  private final S3Deletes deletes;

  S3ConditionalDeletes(S3Objects objects, S3Listings listings, S3Deletes deletes) {
    this.listings = listings;
    this.objects = objects;
    this.deletes = deletes;
  }

  /**
   * A version is deleted by its id, with the older versions at its key. Any other object is looked
   * at first, since an ETag alone does not tell an upload from a later upload of the same bytes;
   * then the ETag is the condition of the delete where the store keeps to it. What remains: within
   * the moment between the look and the delete, a new upload of the same bytes is deleted, and on a
   * store without conditions any new upload.
   */
  CompletableFuture<List<DeleteResult>> unchanged(
      String bucket, List<StoredObject> seen, StoreCapabilities can) {
    if (can.conditionalBatchDelete() || seen.stream().allMatch(o -> o.versionId() != null)) {
      return batched(bucket, seen);
    }
    return all(seen, object -> alone(bucket, object, can));
  }

  private CompletableFuture<DeleteResult> alone(
      String bucket, StoredObject seen, StoreCapabilities can) {
    Target target = target(seen, can.conditionalDelete());
    return look(bucket, seen)
        .thenCompose(
            known ->
                known
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> deletes.single(bucket, target)));
  }

  private CompletableFuture<List<DeleteResult>> batched(String bucket, List<StoredObject> seen) {
    return all(seen, object -> look(bucket, object))
        .thenCompose(
            looks -> {
              var standing = new ArrayList<Target>();
              for (int i = 0; i < looks.size(); i++) {
                if (looks.get(i).isEmpty()) {
                  standing.add(target(seen.get(i), true));
                }
              }
              return deletes
                  .together(bucket, standing)
                  .thenApply(
                      results -> {
                        var next = results.iterator();
                        return looks.stream().map(look -> look.orElseGet(next::next)).toList();
                      });
            });
  }

  private static Target target(StoredObject seen, boolean conditions) {
    return seen.versionId() == null
        ? new Target(seen.key(), null, conditions ? seen.etag() : null)
        : new Target(seen.key(), seen.versionId(), null);
  }

  /** What became of the object already, or empty where it still stands and may be deleted. */
  private CompletableFuture<Optional<DeleteResult>> look(String bucket, StoredObject seen) {
    if (seen.versionId() != null) {
      return buried(bucket, seen);
    }
    return objects
        .head(new ObjectRef(bucket, seen.key()))
        .thenApply(
            found -> {
              if (found.isEmpty()) {
                return Optional.of(new Deleted());
              }
              StoredObject now = found.get();
              // The HEAD of a bucket that got versions since names one.
              boolean same =
                  now.etag().equals(seen.etag())
                      && now.lastModified().getEpochSecond()
                          == seen.lastModified().getEpochSecond();
              return same ? Optional.empty() : Optional.of(new Changed());
            });
  }

  /**
   * Deletes what the version had replaced. It would stand at the key again, as if newly uploaded,
   * once the version is gone.
   */
  private CompletableFuture<Optional<DeleteResult>> buried(String bucket, StoredObject seen) {
    return listings
        .replacedBy(bucket, seen)
        .thenCompose(
            ids ->
                deletes.together(
                    bucket, ids.stream().map(id -> new Target(seen.key(), id, null)).toList()))
        .thenApply(
            results ->
                results.stream()
                    .filter(result -> result instanceof DeleteResult.Refused)
                    .findFirst());
  }

  private static <A, B> CompletableFuture<List<B>> all(
      List<A> things, Function<A, CompletableFuture<B>> each) {
    List<CompletableFuture<B>> running = things.stream().map(each).toList();
    return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .thenApply(done -> running.stream().map(CompletableFuture::join).toList());
  }
}
