package org.datareload.route;

import static java.util.Objects.requireNonNull;
import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Set;
import org.datareload.publication.Trash;
import org.datareload.store.XmlSafeKeys;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Requests by which the trash is emptied, a page of at most 1,000 objects at a time. */
public final class TrashRequests {
  private final Trash trash;
  private final String bucket;

  /**
   * @param bucket the data lake zone's
   */
  public TrashRequests(Trash trash, String bucket) {
    this.trash = requireNonNull(trash, "trash is null");
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /** Lists the first page: what is deleted is not listed again, so no other page is needed. */
  public ListObjectsRequest list(String prefix) {
    return ListObjectsRequest.builder()
        .bucket(bucket)
        .prefix(prefix)
        .encodingType(EncodingType.URL)
        .build();
  }

  /**
   * The keys of a page.
   *
   * @param deleted the keys of the page before, or null
   * @throws IllegalStateException where the store still lists one of them: the same page would be
   *     deleted for ever
   */
  public List<String> keys(List<S3Object> page, List<String> deleted) {
    var keys = page.stream().map(S3Object::key).toList();
    var before = deleted == null ? Set.<String>of() : Set.copyOf(deleted);
    keys.stream()
        .filter(before::contains)
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalStateException(
                  "the store still lists " + key + " after it reported its deletion");
            });
    return keys;
  }

  /**
   * Deletes a page.
   *
   * @return null where the body of a request cannot name a single one of the keys; {@link #check}
   *     deletes those
   */
  public DeleteObjectsRequest delete(List<String> keys) {
    var objects =
        keys.stream()
            .filter(XmlSafeKeys::isSafe)
            .map(key -> ObjectIdentifier.builder().key(key).build())
            .toList();
    return objects.isEmpty()
        ? null
        : DeleteObjectsRequest.builder()
            .bucket(bucket)
            .delete(delete -> delete.objects(objects))
            .build();
  }

  /**
   * Deletes by other means what the response does not name as deleted: DeleteObjects reports single
   * failures in its response, and some stores leave keys out of it.
   */
  public void check(List<String> keys, DeleteObjectsResponse response) {
    var deleted =
        response == null
            ? List.<String>of()
            : response.deleted().stream().map(DeletedObject::key).collect(toSet());
    var left = keys.stream().filter(not(deleted::contains)).toList();
    if (!left.isEmpty()) {
      trash.delete(left);
    }
  }
}
