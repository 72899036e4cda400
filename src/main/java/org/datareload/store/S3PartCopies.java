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
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * Copies one large object in parts, several at a time. Stores drop the condition of a part, so the
 * source must be the planned object before the first part and after the last.
 */
final class S3PartCopies {
  private static final Logger log = LoggerFactory.getLogger(S3PartCopies.class);
  // Stores allow 10,000 parts.
  private static final long MAX_PARTS = 9_000;

  private final S3AsyncClient client;
  private final S3Objects objects;
  private final CopyResults results;
  private final long partSize;

  S3PartCopies(S3AsyncClient client, S3Objects objects, CopyResults results, long partSize) {
    this.client = client;
    this.objects = objects;
    this.results = results;
    this.partSize = partSize;
  }

  /**
   * An upload to the target, open until it is completed or aborted.
   *
   * @param tags of the source, or null for none
   */
  private record Upload(
      String sourceBucket, StoredObject source, ObjectRef target, Tagging tags, String id) {}

  CompletableFuture<StoredObject> copy(String sourceBucket, StoredObject source, ObjectRef target) {
    return results
        .requirePlanned(sourceBucket, source)
        .thenCompose(head -> create(sourceBucket, source, head, target))
        .thenCompose(
            upload ->
                copyParts(upload)
                    .exceptionallyCompose(failure -> refused(upload, failure))
                    .thenCompose(
                        parts ->
                            results
                                .requirePlanned(sourceBucket, source)
                                .thenCompose(unchanged -> complete(upload, parts)))
                    .exceptionallyCompose(failure -> abort(upload, failure)));
  }

  private CompletableFuture<Upload> create(
      String sourceBucket, StoredObject source, HeadObjectResponse head, ObjectRef target) {
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
    return tags(sourceBucket, source, head)
        .thenCompose(
            tags -> {
              // An empty header would need the permission to tag.
              if (tags != null) {
                request.tagging(tags);
              }
              return client
                  .createMultipartUpload(request.build())
                  .thenApply(
                      created ->
                          new Upload(sourceBucket, source, target, tags, created.uploadId()));
            });
  }

  /** The source's tags, or null where it has none or they cannot be read. */
  private CompletableFuture<Tagging> tags(
      String bucket, StoredObject source, HeadObjectResponse head) {
    if (head.tagCount() == null || head.tagCount() == 0) {
      return CompletableFuture.completedFuture(null);
    }
    return client
        .getObjectTagging(t -> t.bucket(bucket).key(source.key()).versionId(source.versionId()))
        .thenApply(response -> Tagging.builder().tagSet(response.tagSet()).build())
        .exceptionally(
            failure -> {
              requireRefusal(failure);
              log.warn(
                  "{} is copied without its tags, which cannot be read: {}",
                  new ObjectRef(bucket, source.key()),
                  S3Failure.reason(failure));
              return null;
            });
  }

  private CompletableFuture<List<CompletedPart>> copyParts(Upload upload) {
    long size = upload.source().size();
    long step = Math.max(partSize, size / MAX_PARTS);
    var failed = new AtomicReference<Throwable>();
    var parts = new ArrayList<CompletableFuture<CompletedPart>>();
    for (long first = 0; first < size; first += step) {
      String range = "bytes=" + first + "-" + (Math.min(first + step, size) - 1);
      parts.add(copyPart(upload, parts.size() + 1, range, failed));
    }
    // No part may still be under way when the upload is aborted.
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(all -> parts.stream().map(CompletableFuture::join).toList());
  }

  /**
   * Copies one part, unless another part failed before its turn.
   *
   * @param failed holds the first failure of a part, or null
   */
  private CompletableFuture<CompletedPart> copyPart(
      Upload upload, int number, String range, AtomicReference<Throwable> failed) {
    Runnable stopAfterFailure =
        () -> {
          if (failed.get() != null) {
            throw S3Failure.unchecked(failed.get());
          }
        };
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
            .overrideConfiguration(LeaseCheck.of(stopAfterFailure))
            .build();
    return client
        .uploadPartCopy(request)
        .thenApply(
            response ->
                CompletedPart.builder()
                    .partNumber(number)
                    .eTag(response.copyPartResult().eTag())
                    .build())
        .whenComplete((part, failure) -> failed.compareAndSet(null, failure));
  }

  /** A refused part may have exceeded another, shorter object at the source's key. */
  private <T> CompletableFuture<T> refused(Upload upload, Throwable failure) {
    CompletableFuture<T> failed = CompletableFuture.failedFuture(failure);
    return S3Failure.isRefusal(failure) && !S3Failure.isConditionFailed(failure)
        ? results
            .requirePlanned(upload.sourceBucket(), upload.source())
            .thenCompose(unchanged -> failed)
        : failed;
  }

  private CompletableFuture<StoredObject> complete(Upload upload, List<CompletedPart> parts) {
    return client
        .completeMultipartUpload(PartStore.completion(upload.target(), upload.id(), parts))
        .handle((response, failure) -> failure)
        .thenCompose(failure -> completed(upload, failure));
  }

  /**
   * The target as a HEAD finds it, since the response may lack the ETag. Where the upload is not
   * found, an earlier attempt has completed it and its response was lost.
   */
  private CompletableFuture<StoredObject> completed(Upload upload, Throwable failure) {
    if (failure != null && !S3Failure.code(failure).equals("NoSuchUpload")) {
      return CompletableFuture.failedFuture(S3Failure.cause(failure));
    }
    return objects
        .response(upload.target(), null)
        .thenCompose(
            found -> {
              var head =
                  found
                      .filter(copy -> copy.contentLength() == upload.source().size())
                      .orElseThrow(
                          () ->
                              new IllegalStateException(
                                  upload.target() + " is not whole after its copy", failure));
              return tag(upload, S3Objects.object(upload.target().key(), head), head.tagCount());
            });
  }

  /** Tags the copy where the store dropped the tags that the upload was created with. */
  private CompletableFuture<StoredObject> tag(Upload upload, StoredObject copy, Integer tagCount) {
    if (upload.tags() == null || tagCount != null && tagCount > 0) {
      return CompletableFuture.completedFuture(copy);
    }
    return client
        .putObjectTagging(
            t ->
                t.bucket(upload.target().bucket())
                    .key(upload.target().key())
                    .versionId(copy.versionId())
                    .tagging(upload.tags()))
        .thenApply(response -> copy)
        .exceptionally(
            failure -> {
              requireRefusal(failure);
              log.warn("{} is without its tags: {}", upload.target(), S3Failure.reason(failure));
              return copy;
            });
  }

  /** Tags are not worth a copy that succeeds without them; other failures are. */
  private static void requireRefusal(Throwable failure) {
    if (!S3Failure.isRefusal(failure)) {
      throw S3Failure.unchecked(failure);
    }
  }

  /** Aborts the upload and fails with what led to it. */
  private <T> CompletableFuture<T> abort(Upload upload, Throwable failure) {
    ObjectRef target = upload.target();
    return client
        .abortMultipartUpload(
            a -> a.bucket(target.bucket()).key(target.key()).uploadId(upload.id()))
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
