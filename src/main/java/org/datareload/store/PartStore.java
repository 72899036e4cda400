package org.datareload.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;

/** Multipart uploads that are opened and completed here and whose parts browsers send. */
public final class PartStore {
  private final S3AsyncClient client;

  PartStore(S3AsyncClient client) {
    this.client = client;
  }

  /**
   * A part that the store has.
   *
   * @param size bytes
   */
  public record Part(int number, long size, String etag) {}

  /**
   * Opens an upload.
   *
   * @param contentType null for none
   * @return the upload's id
   */
  public CompletableFuture<String> open(ObjectRef ref, String contentType) {
    return S3Failure.withMessage(
        "an upload to " + ref + " could not be opened",
        client
            .createMultipartUpload(
                c -> c.bucket(ref.bucket()).key(ref.key()).contentType(contentType))
            .thenApply(CreateMultipartUploadResponse::uploadId));
  }

  /** The parts that arrived so far, by number; none where there is no such upload. */
  public CompletableFuture<List<Part>> arrived(ObjectRef ref, String uploadId) {
    return arrived(ref, uploadId, null, new ArrayList<>())
        .exceptionally(
            failure -> {
              if (S3Failure.isNotFound(failure)) {
                return List.of();
              }
              throw S3Failure.toException("the parts of " + ref + " could not be listed", failure);
            });
  }

  private CompletableFuture<List<Part>> arrived(
      ObjectRef ref, String uploadId, Integer marker, List<Part> all) {
    return client
        .listParts(
            l -> l.bucket(ref.bucket()).key(ref.key()).uploadId(uploadId).partNumberMarker(marker))
        .thenCompose(
            page -> {
              page.parts().forEach(p -> all.add(new Part(p.partNumber(), p.size(), p.eTag())));
              Integer next = page.nextPartNumberMarker();
              if (!Boolean.TRUE.equals(page.isTruncated())) {
                return CompletableFuture.completedFuture(List.copyOf(all));
              }
              if (next == null || marker != null && next <= marker) {
                throw new StoreFailedException(
                    "the store says that the parts of "
                        + ref
                        + " go on, but not from where (IsTruncated without a new marker)",
                    null);
              }
              return arrived(ref, uploadId, next, all);
            });
  }

  /** Makes the object of its parts. Succeeds where an earlier attempt has made it. */
  public CompletableFuture<Void> complete(ObjectRef ref, String uploadId, List<Part> parts) {
    var completed =
        parts.stream()
            .map(p -> CompletedPart.builder().partNumber(p.number()).eTag(p.etag()).build())
            .toList();
    return S3Failure.withMessage(
        "the parts of " + ref + " could not be joined",
        client
            .completeMultipartUpload(completion(ref, uploadId, completed))
            .thenApply(response -> null));
  }

  /** A completion, which may take minutes. */
  static CompleteMultipartUploadRequest completion(
      ObjectRef ref, String uploadId, List<CompletedPart> parts) {
    return CompleteMultipartUploadRequest.builder()
        .bucket(ref.bucket())
        .key(ref.key())
        .uploadId(uploadId)
        .multipartUpload(all -> all.parts(parts))
        .overrideConfiguration(
            c ->
                c.apiCallAttemptTimeout(S3Clients.CALL_TIMEOUT)
                    .apiCallTimeout(S3Clients.CALL_TIMEOUT.multipliedBy(2)))
        .build();
  }
}
