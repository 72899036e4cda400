package org.datareload.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * Copies one large object in parts, several at a time. Stores drop the condition of a part, so the
 * source must be the planned object before the first part and after the last.
 */
final class S3PartCopy {
  private static final Logger log = LoggerFactory.getLogger(S3PartCopy.class);
  // Stores allow 10,000 parts.
  private static final long MAX_PARTS = 9_000;

  private final S3AsyncClient client;
  private final S3Objects objects;
  private final CopyResults results;
  private final long partSize;
  private final String sourceBucket;
  private final StoredObject source;
  private final String condition;
  private final ObjectRef target;

  S3PartCopy(
      S3AsyncClient client,
      S3Objects objects,
      long partSize,
      String sourceBucket,
      StoredObject source,
      ObjectRef target) {
    this.client = client;
    this.objects = objects;
    this.results = new CopyResults(objects);
    this.partSize = partSize;
    this.sourceBucket = sourceBucket;
    this.source = source;
    this.condition =
        objects.traits(sourceBucket).conditionEtags() ? Etags.quoted(source.etag()) : null;
    this.target = target;
  }

  CompletableFuture<StoredObject> start() {
    return requirePlanned().thenCompose(head -> tags(head).thenCompose(tags -> copy(head, tags)));
  }

  private CompletableFuture<HeadObjectResponse> requirePlanned() {
    return results.requirePlanned(sourceBucket, source);
  }

  /**
   * @param tags of the source, or null for none
   */
  private CompletableFuture<StoredObject> copy(HeadObjectResponse head, Tagging tags) {
    return create(head, tags)
        .thenCompose(
            upload ->
                copyParts(upload)
                    .exceptionallyCompose(this::refused)
                    .thenCompose(
                        parts -> requirePlanned().thenCompose(x -> complete(upload, parts)))
                    .thenCompose(copy -> tag(copy, tags))
                    .exceptionallyCompose(failure -> abort(upload, failure)));
  }

  /** Creates an upload to the target and returns its id. */
  private CompletableFuture<String> create(HeadObjectResponse head, Tagging tags) {
    var request =
        CreateMultipartUploadRequest.builder()
            .bucket(target.bucket())
            .key(target.key())
            .contentType(head.contentType())
            .cacheControl(head.cacheControl())
            .contentDisposition(head.contentDisposition())
            .contentEncoding(head.contentEncoding())
            .contentLanguage(head.contentLanguage())
            .expires(head.expires())
            .metadata(head.metadata());
    // An empty header would need the permission to tag.
    if (tags != null) {
      request.tagging(tags);
    }
    return client
        .createMultipartUpload(request.build())
        .thenApply(CreateMultipartUploadResponse::uploadId);
  }

  /** The source's tags, or null where it has none or they cannot be read. */
  private CompletableFuture<Tagging> tags(HeadObjectResponse head) {
    if (head.tagCount() == null || head.tagCount() == 0) {
      return CompletableFuture.completedFuture(null);
    }
    return client
        .getObjectTagging(
            t -> t.bucket(sourceBucket).key(source.key()).versionId(source.versionId()))
        .thenApply(response -> Tagging.builder().tagSet(response.tagSet()).build())
        .exceptionally(
            failure -> {
              requireRefusal(failure);
              log.warn(
                  "{} is copied without its tags, which cannot be read: {}",
                  new ObjectRef(sourceBucket, source.key()),
                  S3Failure.reason(failure));
              return null;
            });
  }

  private CompletableFuture<List<CompletedPart>> copyParts(String uploadId) {
    long size = source.size();
    long step = Math.max(partSize, size / MAX_PARTS);
    var failed = new AtomicReference<Throwable>();
    // Parts that wait for their turn are not sent after another part failed.
    Runnable stop =
        () -> {
          if (failed.get() != null) {
            throw S3Failure.unchecked(failed.get());
          }
        };
    var parts = new ArrayList<CompletableFuture<CompletedPart>>();
    for (long first = 0; first < size; first += step) {
      String range = "bytes=" + first + "-" + (Math.min(first + step, size) - 1);
      parts.add(
          copyPart(uploadId, parts.size() + 1, range, stop)
              .whenComplete((part, failure) -> failed.compareAndSet(null, failure)));
    }
    // No part may still be under way when the upload is aborted.
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(all -> parts.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<CompletedPart> copyPart(
      String uploadId, int number, String range, Runnable stop) {
    var request =
        UploadPartCopyRequest.builder()
            .sourceBucket(sourceBucket)
            .sourceKey(source.key())
            .sourceVersionId(source.versionId())
            .copySourceIfMatch(condition)
            .copySourceRange(range)
            .destinationBucket(target.bucket())
            .destinationKey(target.key())
            .uploadId(uploadId)
            .partNumber(number)
            .overrideConfiguration(LeaseCheck.of(stop))
            .build();
    return client
        .uploadPartCopy(request)
        .thenApply(
            response ->
                CompletedPart.builder()
                    .partNumber(number)
                    .eTag(response.copyPartResult().eTag())
                    .build());
  }

  /** A refused part may have exceeded another, shorter object at the source's key. */
  private <T> CompletableFuture<T> refused(Throwable failure) {
    CompletableFuture<T> failed = CompletableFuture.failedFuture(failure);
    return S3Failure.isRefusal(failure) && !S3Failure.isConditionFailed(failure)
        ? requirePlanned().thenCompose(unchanged -> failed)
        : failed;
  }

  private CompletableFuture<HeadObjectResponse> complete(
      String uploadId, List<CompletedPart> parts) {
    return client
        .completeMultipartUpload(PartStore.completion(target, uploadId, parts))
        .handle((response, failure) -> failure)
        .thenCompose(this::completed);
  }

  /**
   * The target as a HEAD finds it, since the response may lack the ETag. Where the upload is not
   * found, an earlier attempt has completed it and its response was lost.
   *
   * @param failure of the completion, or null
   */
  private CompletableFuture<HeadObjectResponse> completed(Throwable failure) {
    if (failure != null && !S3Failure.code(failure).equals("NoSuchUpload")) {
      return CompletableFuture.failedFuture(S3Failure.cause(failure));
    }
    return objects
        .response(target, null)
        .thenApply(
            found ->
                found
                    .filter(head -> head.contentLength() == source.size())
                    .orElseThrow(
                        () ->
                            new IllegalStateException(
                                target + " is not whole after its copy", failure)));
  }

  /** The copy, tagged where the store dropped the tags that the upload was created with. */
  private CompletableFuture<StoredObject> tag(HeadObjectResponse head, Tagging tags) {
    StoredObject copy = objects.object(target, head);
    if (tags == null || head.tagCount() != null && head.tagCount() > 0) {
      return CompletableFuture.completedFuture(copy);
    }
    return client
        .putObjectTagging(
            t ->
                t.bucket(target.bucket())
                    .key(target.key())
                    .versionId(copy.versionId())
                    .tagging(tags))
        .thenApply(response -> copy)
        .exceptionally(
            failure -> {
              requireRefusal(failure);
              log.warn("{} is without its tags: {}", target, S3Failure.reason(failure));
              return copy;
            });
  }

  /** A store may refuse to handle tags; any other failure fails the copy. */
  private static void requireRefusal(Throwable failure) {
    if (!S3Failure.isRefusal(failure)) {
      throw S3Failure.unchecked(failure);
    }
  }

  /** Aborts the upload and fails with what led to it. */
  private <T> CompletableFuture<T> abort(String uploadId, Throwable failure) {
    return client
        .abortMultipartUpload(a -> a.bucket(target.bucket()).key(target.key()).uploadId(uploadId))
        .handle(
            (response, abortFailure) -> {
              if (abortFailure != null && !S3Failure.isNotFound(abortFailure)) {
                log.warn("An upload to {} stays open: {}", target, S3Failure.reason(abortFailure));
              }
              return failure;
            })
        .thenCompose(CompletableFuture::failedFuture);
  }
}
