package org.datareload.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What Data Reload asks of an S3 store.
 *
 * <p>Requests that the store refuses for now (503, 500, a lost connection) are repeated with
 * growing pauses before a future fails. All requests of a process share one window of requests in
 * flight, which shrinks when the store answers 503 and grows back. A future that fails leaves the
 * outcome unknown unless it failed with {@link ConditionFailedException}: read again before you
 * decide. What the store refused or never answered fails with {@link StoreFailedException}.
 */
public interface ObjectStore {
  /**
   * Lists the objects whose keys begin with the prefix, a page of at most 1,000 at a time, in the
   * store's order. On a bucket with versions each object carries the id of its current version.
   * Blocks; the consumer's exceptions end the listing.
   */
  void list(String bucket, String prefix, Consumer<List<StoredObject>> page);

  /** What a listing says of the key now, or empty. Blocks. */
  default Optional<StoredObject> listed(ObjectRef ref) {
    var found = new AtomicReference<StoredObject>();
    list(
        ref.bucket(),
        ref.key(),
        page ->
            page.stream()
                .filter(object -> object.key().equals(ref.key()))
                .findFirst()
                .ifPresent(found::set));
    return Optional.ofNullable(found.get());
  }

  /** What stands at the key now, or empty. */
  CompletableFuture<Optional<StoredObject>> head(ObjectRef ref);

  /**
   * Copies the planned source to the target inside the store, with its metadata and content type,
   * and checks that the planned bytes, and no others, arrived. A large object is copied in parts.
   * Writing again what an earlier try wrote is harmless.
   *
   * @param source exactly the object to copy, as it was planned
   * @return the target as it stands now; without its version id where the store does not tell it
   *     <p>Fails with {@link ConditionFailedException} when the source is gone or is no longer the
   *     planned object.
   */
  CompletableFuture<StoredObject> copy(String sourceBucket, StoredObject source, ObjectRef target);

  /**
   * Deletes each object if it is still what the caller saw, as one listing or plan of its bucket
   * said. An object that changed is left alone. On a bucket with versions the very version is
   * deleted, after the older versions at its key, which would stand there again otherwise. Results
   * come in the order of the objects.
   */
  CompletableFuture<List<DeleteResult>> deleteIfUnchanged(
      String bucket, List<StoredObject> objects);

  /**
   * Deletes whatever stands at the keys, for keys that are never used twice. A key without an
   * object counts as removed. On a bucket with versions the bytes stay below a delete marker until
   * the bucket's own lifecycle rule ends them. Results come in the order of the keys.
   */
  CompletableFuture<List<DeleteResult>> delete(String bucket, List<String> keys);

  /**
   * The same store, for one task: each request asks the check when it is its turn to be sent, and
   * fails with what the check throws.
   */
  ObjectStore under(Runnable check);

  /** Uploads in parts that others send. */
  PartStore parts();

  /** Aborts the multipart uploads that are open below the prefix. Blocks. */
  default void abortUploads(String bucket, String prefix) {
    abortUploads(bucket, prefix, key -> true);
  }

  /**
   * Aborts those of the multipart uploads open below the prefix whose keys pass. Blocks.
   *
   * @param which is asked when all of them are listed; its exceptions end it
   */
  void abortUploads(String bucket, String prefix, Predicate<String> which);

  /**
   * The user metadata of the object at the key, beside what {@link #head} tells, or empty where
   * there is no object.
   */
  CompletableFuture<Optional<ObjectWithMetadata>> headWithMetadata(ObjectRef ref);

  /**
   * Writes a file's bytes to the key if the condition holds.
   *
   * @param metadata user metadata, names in lower case
   * @return the ETag of what was written
   *     <p>Fails with {@link ConditionFailedException} when the condition did not hold.
   */
  CompletableFuture<String> put(
      ObjectRef ref,
      Path content,
      String contentType,
      Map<String, String> metadata,
      PutCondition condition);

  /** An object and its user metadata. */
  record ObjectWithMetadata(StoredObject object, Map<String, String> metadata) {
    public ObjectWithMetadata {
      metadata = Map.copyOf(metadata);
    }
  }
}
