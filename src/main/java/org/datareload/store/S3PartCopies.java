package org.datareload.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/** Copies one large object by its parts, several at a time. */
final class S3PartCopies {
  private static final Logger log = LoggerFactory.getLogger(S3PartCopies.class);
  // The store allows 10,000 parts.
  private static final long MOST_PARTS = 9_000;
  private static final Duration COMPLETION = Duration.ofMinutes(4);

  private final S3AsyncClient client;
  private final Window window;
  private final S3Objects objects;
  private final long partSize;

  S3PartCopies(S3AsyncClient client, Window window, S3Objects objects, long partSize) {
    this.client = client;
    this.window = window;
    this.objects = objects;
    this.partSize = partSize;
  }

  CompletableFuture<StoredObject> copy(String sourceBucket, StoredObject source, ObjectRef target) {
    return planned(sourceBucket, source)
        .thenCompose(from -> create(sourceBucket, source, from, target))
        .thenCompose(
            upload ->
                parts(upload)
                    .thenCompose(
                        done ->
                            planned(sourceBucket, source).thenCompose(x -> complete(upload, done)))
                    .exceptionallyCompose(failure -> abort(upload, failure)));
  }

  /** One upload to the target, open until it is completed or aborted. */
  private record Upload(String sourceBucket, StoredObject source, ObjectRef target, String id) {}

  // Stores drop the condition of a part: what counts is that the source
  // is the planned one before the first part and after the last.
  private CompletableFuture<HeadObjectResponse> planned(String bucket, StoredObject source) {
    return objects
        .answer(new ObjectRef(bucket, source.key()), source.versionId())
        .thenApply(found -> S3Copies.planned(bucket, source, found));
  }

  private CompletableFuture<Upload> create(
      String sourceBucket, StoredObject source, HeadObjectResponse from, ObjectRef target) {
    return tags(sourceBucket, source, from)
        .thenCompose(
            tags -> {
              var request =
                  CreateMultipartUploadRequest.builder()
                      .bucket(target.bucket())
                      .key(target.key())
                      .contentType(from.contentType())
                      .cacheControl(from.cacheControl())
                      .contentDisposition(from.contentDisposition())
                      .contentEncoding(from.contentEncoding())
                      .contentLanguage(from.contentLanguage())
                      .expires(from.expires())
                      .metadata(from.metadata())
                      .tagging(tags)
                      .build();
              return window.submit(() -> client.createMultipartUpload(request));
            })
        .thenApply(answer -> new Upload(sourceBucket, source, target, answer.uploadId()));
  }

  /** The source's tags, or null where it has none or the store keeps them to itself. */
  private CompletableFuture<Tagging> tags(
      String bucket, StoredObject source, HeadObjectResponse from) {
    if (from.tagCount() == null || from.tagCount() == 0) {
      return CompletableFuture.completedFuture(null);
    }
    var request =
        GetObjectTaggingRequest.builder()
            .bucket(bucket)
            .key(source.key())
            .versionId(source.versionId())
            .build();
    return window
        .submit(() -> client.getObjectTagging(request))
        .thenApply(answer -> Tagging.builder().tagSet(answer.tagSet()).build())
        .exceptionally(
            failure -> {
              if (!S3Failure.isRefusal(failure)) {
                throw S3Failure.rethrown(failure);
              }
              log.warn(
                  "{} is copied without its tags: {}",
                  new ObjectRef(bucket, source.key()),
                  S3Failure.reason(failure));
              return null;
            });
  }

  private CompletableFuture<List<CompletedPart>> parts(Upload upload) {
    long size = upload.source().size();
    long step = Math.max(partSize, size / MOST_PARTS);
    var failed = new AtomicReference<Throwable>();
    var parts = new ArrayList<CompletableFuture<CompletedPart>>();
    for (long first = 0; first < size; first += step) {
      String range = "bytes=" + first + "-" + (Math.min(first + step, size) - 1);
      parts.add(part(upload, parts.size() + 1, range, failed));
    }
    // All of them: no part may still be on its way when the upload is aborted.
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(all -> parts.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<CompletedPart> part(
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

  private CompletableFuture<StoredObject> complete(Upload upload, List<CompletedPart> parts) {
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
        .head(upload.target())
        .thenApply(
            found ->
                found
                    .filter(copy -> copy.size() == upload.source().size())
                    .orElseThrow(
                        () ->
                            new IllegalStateException(
                                upload.target() + " is not whole after it was copied", failure)));
  }

  private <T> CompletableFuture<T> abort(Upload upload, Throwable failure) {
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
