package org.datareload.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/** Fills an upload by parts of its source, and completes or aborts it. */
final class S3PartUploads {
  private static final Logger log = LoggerFactory.getLogger(S3PartUploads.class);
  private static final Duration COMPLETION = Duration.ofMinutes(4);

  private final S3AsyncClient client;
  private final AdaptiveLimiter window;
  private final S3Objects objects;

  S3PartUploads(S3AsyncClient client, AdaptiveLimiter window, S3Objects objects) {
    this.client = client;
    this.window = window;
    this.objects = objects;
  }

  /**
   * One upload to the target, open until it is completed or aborted.
   *
   * @param tags of the source, or null for none
   */
  record Upload(
      String sourceBucket, StoredObject source, ObjectRef target, Tagging tags, String id) {}

  /**
   * Copies one part, unless another has failed before its turn comes.
   *
   * @param failed the first failure of a part, or null within it
   */
  CompletableFuture<CompletedPart> part(
      Upload upload, int number, String range, AtomicReference<Throwable> failed) {
    var request =
        UploadPartCopyRequest.builder()
            .sourceBucket(upload.sourceBucket())
            .sourceKey(upload.source().key())
            .sourceVersionId(upload.source().versionId())
            .copySourceIfMatch(Etags.quoted(upload.source().etag()))
            .copySourceRange(range)
            .destinationBucket(upload.target().bucket())
            .destinationKey(upload.target().key())
            .uploadId(upload.id())
            .partNumber(number)
            .build();
    return window
        .submit(
            () ->
                failed.get() != null
                    ? CompletableFuture.failedFuture(failed.get())
                    : client.uploadPartCopy(request))
        .thenApply(
            answer ->
                CompletedPart.builder()
                    .partNumber(number)
                    .eTag(answer.copyPartResult().eTag())
                    .build())
        .whenComplete((part, failure) -> failed.compareAndSet(null, failure));
  }

  CompletableFuture<StoredObject> complete(Upload upload, List<CompletedPart> parts) {
    ObjectRef target = upload.target();
    var request =
        CompleteMultipartUploadRequest.builder()
            .bucket(target.bucket())
            .key(target.key())
            .uploadId(upload.id())
            .multipartUpload(all -> all.parts(parts))
            .overrideConfiguration(
                c -> c.apiCallAttemptTimeout(COMPLETION).apiCallTimeout(COMPLETION.multipliedBy(2)))
            .build();
    return window
        .submit(() -> client.completeMultipartUpload(request))
        .handle((answer, failure) -> failure)
        .thenCompose(failure -> completed(upload, failure));
  }

  /** The target by its own HEAD, since the answer may lack the ETag or may have been lost. */
  private CompletableFuture<StoredObject> completed(Upload upload, Throwable failure) {
    boolean lost = failure != null && S3Failure.code(failure).equals("NoSuchUpload");
    if (failure != null && !lost) {
      return CompletableFuture.failedFuture(S3Failure.cause(failure));
    }
    return objects
        .answer(upload.target(), null)
        .thenCompose(
            found -> {
              HeadObjectResponse whole =
                  found
                      .filter(copy -> copy.contentLength() == upload.source().size())
                      .orElseThrow(
                          () ->
                              new IllegalStateException(
                                  upload.target() + " is not whole after it was copied", failure));
              StoredObject copy = S3Objects.object(upload.target().key(), whole);
              return tagged(upload, copy, whole.tagCount());
            });
  }

  /** Tags the copy where the store dropped the tags with which its upload was created. */
  private CompletableFuture<StoredObject> tagged(
      Upload upload, StoredObject copy, Integer tagCount) {
    if (upload.tags() == null || tagCount != null && tagCount > 0) {
      return CompletableFuture.completedFuture(copy);
    }
    var request =
        PutObjectTaggingRequest.builder()
            .bucket(upload.target().bucket())
            .key(upload.target().key())
            .versionId(copy.versionId())
            .tagging(upload.tags())
            .build();
    return window
        .submit(() -> client.putObjectTagging(request))
        .handle(
            (answer, failure) -> {
              if (failure != null && !S3Failure.isRefusal(failure)) {
                throw S3Failure.rethrown(failure);
              }
              if (failure != null) {
                log.warn("{} is without its tags: {}", upload.target(), S3Failure.reason(failure));
              }
              return copy;
            });
  }

  /** Aborts the upload and fails with what led to it. */
  <T> CompletableFuture<T> abort(Upload upload, Throwable failure) {
    var request =
        AbortMultipartUploadRequest.builder()
            .bucket(upload.target().bucket())
            .key(upload.target().key())
            .uploadId(upload.id())
            .build();
    return window
        .submit(() -> client.abortMultipartUpload(request))
        .handle(
            (answer, unaborted) -> {
              if (unaborted != null && !S3Failure.isAbsent(unaborted)) {
                log.warn(
                    "an upload to {} stays open: {}", upload.target(), S3Failure.reason(unaborted));
              }
              return failure;
            })
        .thenCompose(CompletableFuture::failedFuture);
  }
}
