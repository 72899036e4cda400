package org.datareload.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;

/** Objects that others upload in parts: opened and completed here, sent by them. */
public final class PartStore {
  private final S3AsyncClient client;
  private final AdaptiveLimiter window;

  PartStore(S3AsyncClient client, AdaptiveLimiter window) {
    this.client = client;
    this.window = window;
  }

  /** A part that the store has. */
  public record Part(int number, long size, String etag) {}

  /**
   * Opens an upload.
   *
   * @param contentType null for none
   * @return the store's id of it
   */
  public CompletableFuture<String> open(ObjectRef ref, String contentType) {
    var request =
        CreateMultipartUploadRequest.builder()
            .bucket(ref.bucket())
            .key(ref.key())
            .contentType(contentType)
            .build();
    return S3Failure.told(
        "an upload to " + ref + " could not be opened",
        window
            .submit(() -> client.createMultipartUpload(request))
            .thenApply(answer -> answer.uploadId()));
  }

  /** The parts that arrived so far, by number; none where there is no such upload. */
  public CompletableFuture<List<Part>> arrived(ObjectRef ref, String uploadId) {
    var request = ListPartsRequest.builder().bucket(ref.bucket()).key(ref.key()).uploadId(uploadId);
    return arrived(request, new ArrayList<>())
        .exceptionally(
            failure -> {
              if (S3Failure.isAbsent(failure)) {
                return List.of();
              }
              throw S3Failure.told("the parts of " + ref + " could not be listed", failure);
            });
  }

  private CompletableFuture<List<Part>> arrived(ListPartsRequest.Builder request, List<Part> all) {
    var page = request.build();
    return window
        .submit(() -> client.listParts(page))
        .thenCompose(
            answer -> {
              answer.parts().forEach(p -> all.add(new Part(p.partNumber(), p.size(), p.eTag())));
              return Boolean.TRUE.equals(answer.isTruncated())
                      && answer.nextPartNumberMarker() != null
                  ? arrived(request.partNumberMarker(answer.nextPartNumberMarker()), all)
                  : CompletableFuture.completedFuture(List.copyOf(all));
            });
  }

  /** Makes the object out of its parts. Done before counts as done, if the object stands. */
  public CompletableFuture<Void> complete(ObjectRef ref, String uploadId, List<Part> parts) {
    var completed =
        parts.stream()
            .map(p -> CompletedPart.builder().partNumber(p.number()).eTag(p.etag()).build())
            .toList();
    var request =
        CompleteMultipartUploadRequest.builder()
            .bucket(ref.bucket())
            .key(ref.key())
            .uploadId(uploadId)
            .multipartUpload(all -> all.parts(completed))
            .overrideConfiguration(
                c ->
                    c.apiCallAttemptTimeout(S3Clients.CALL_TIMEOUT)
                        .apiCallTimeout(S3Clients.CALL_TIMEOUT.multipliedBy(2)))
            .build();
    return S3Failure.told(
        "the parts of " + ref + " could not be joined",
        window.submit(() -> client.completeMultipartUpload(request)).thenApply(answer -> null));
  }
}
