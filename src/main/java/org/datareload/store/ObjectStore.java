package org.datareload.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An S3 store, by the operations that Data Reload needs.
 *
 * <p>Requests that fail for the moment (503, 500, a lost connection) are retried with growing
 * pauses. All requests of a process share one limit of concurrent requests, which is reduced when
 * the store answers 503 and grows back. A future or method fails with {@link StoreFailedException}
 * where the store refuses a request or does not answer. The outcome of a failed write is unknown,
 * unless it failed with {@link ConditionFailedException}: read again before you decide.
 */
public interface ObjectStore {
  /**
   * The objects whose keys begin with the prefix, at most 1,000 a page, in the store's order. In a
   * bucket with versions each object carries the id of its current version.
   *
   * <p>Each page is requested, and blocks, when it is asked for. There is at least one; a page may
   * be empty while more follow.
   */
  Iterator<List<StoredObject>> pages(String bucket, String prefix);

  /** Passes each page that is not empty to the consumer, whose exceptions end the listing. */
  default void list(String bucket, String prefix, Consumer<List<StoredObject>> consumer) {
    pages(bucket, prefix)
        .forEachRemaining(
            page -> {
              if (!page.isEmpty()) {
                consumer.accept(page);
              }
            });
  }

  /**
   * The object at the key as a listing shows it, or empty. Listings give fractions of a second,
   * which a HEAD does not, and so tell two uploads within one second apart. Blocks, for a while
   * also where the object exists and a listing does not show it yet.
   */
  default Optional<StoredObject> find(ObjectRef ref) {
    var pages = pages(ref.bucket(), ref.key());
    while (pages.hasNext()) {
      var found = pages.next().stream().filter(o -> o.key().equals(ref.key())).findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The object at the key, or empty. */
  CompletableFuture<Optional<StoredObject>> head(ObjectRef ref);

  /** The object at the key with its user metadata, or empty. */
  CompletableFuture<Optional<ObjectWithMetadata>> headWithMetadata(ObjectRef ref);

  /** Whether {@link #copy} copies the object in parts. */
  boolean isLarge(StoredObject object);

  /**
   * Copies the planned source to the target inside the store, with its metadata, content type and
   * tags, and checks that exactly the planned bytes arrived. Copying again is harmless.
   *
   * @param source as it was planned
   * @return the copy; without its version id where the store does not return it
   *     <p>Fails with {@link ConditionFailedException} where the source is gone or is no longer the
   *     planned object.
   */
  CompletableFuture<StoredObject> copy(String sourceBucket, StoredObject source, ObjectRef target);

  /**
   * Deletes each object unless it changed. In a bucket with versions exactly that version is
   * deleted, after the older versions at its key, which would be current otherwise.
   *
   * @param objects as one listing or plan of the bucket showed them
   * @return results in the order of the objects
   */
  CompletableFuture<List<DeleteResult>> deleteIfUnchanged(
      String bucket, List<StoredObject> objects);

  /**
   * Deletes whatever is at the keys, for keys that are never used twice. A key without an object
   * counts as deleted. In a bucket with versions the bytes stay below a delete marker.
   *
   * @return results in the order of the keys
   */
  CompletableFuture<List<DeleteResult>> delete(String bucket, List<String> keys);

  /**
   * Whether {@link #delete} leaves the bytes below a delete marker, from where {@link #undelete}
   * brings them back. Blocks: it asks the store, since versions of a bucket can be suspended at any
   * time.
   */
  boolean keepsDeleted(String bucket);

  /**
   * Whether objects of the bucket may have other versions than the current one, also where it keeps
   * no new ones. Blocks.
   */
  boolean hasVersions(String bucket);

  /**
   * Removes all delete markers below the prefix, so that the newest version of each key is current
   * again. Blocks.
   *
   * @param check runs between listing a page and removing its markers; its exceptions end the
   *     method
   */
  void undelete(String bucket, String prefix, Runnable check);

  /**
   * Deletes for good what is below the prefix, with all versions and delete markers. Blocks.
   *
   * @param check runs between listing a page and deleting it; its exceptions end the method
   */
  void deleteVersions(String bucket, String prefix, Runnable check);

  /**
   * Writes a file's bytes to the key if the condition holds.
   *
   * @param metadata user metadata, names in lower case
   * @return the ETag of the new object
   *     <p>Fails with {@link ConditionFailedException} where the condition does not hold.
   */
  CompletableFuture<String> put(
      ObjectRef ref,
      Path content,
      String contentType,
      Map<String, String> metadata,
      PutCondition condition);

  /**
   * The first bytes of an object, at most so many, or empty where there is no object.
   *
   * @param maxBytes at least 1
   */
  CompletableFuture<Optional<byte[]>> read(ObjectRef ref, int maxBytes);

  /** The store's clock, to the second; the local clock where the store does not tell. Blocks. */
  Instant now(String bucket);

  /** Multipart uploads whose parts others send. */
  PartStore parts();

  /**
   * The multipart uploads that are open below the prefix; none where the store does not list them.
   * Blocks.
   */
  List<OpenUpload> openUploads(String bucket, String prefix);

  /** Aborts all multipart uploads that are open below the prefix. Blocks. */
  default void abortUploads(String bucket, String prefix) {
    abortUploads(bucket, prefix, key -> true);
  }

  /**
   * Aborts the multipart uploads open below the prefix whose keys match. Blocks.
   *
   * @param which is asked after all uploads were listed; its exceptions end the method
   */
  void abortUploads(String bucket, String prefix, Predicate<String> which);

  /**
   * The same store, which runs the check when a request's turn comes; the request is not sent, and
   * fails with the same exception, where the check throws.
   */
  ObjectStore checkedBy(Runnable check);

  /**
   * A multipart upload that is neither completed nor aborted.
   *
   * @param initiated null where the store does not tell
   */
  record OpenUpload(String key, String id, Instant initiated) {}

  /** An object and its user metadata. */
  record ObjectWithMetadata(StoredObject object, Map<String, String> metadata) {
    public ObjectWithMetadata {
      metadata = Map.copyOf(metadata);
    }
  }
}
