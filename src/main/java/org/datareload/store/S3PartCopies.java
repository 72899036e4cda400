package org.datareload.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.datareload.store.S3PartUploads.Upload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tagging;

/** Copies one large object by its parts, several at a time. */
final class S3PartCopies {
  private static final Logger log = LoggerFactory.getLogger(S3PartCopies.class);
  // The store allows 10,000 parts.
  private static final long MOST_PARTS = 9_000;

  private final S3AsyncClient client;
  private final AdaptiveLimiter window;
  private final S3Objects objects;
  private final S3PartUploads uploads;
  private final long partSize;

  S3PartCopies(S3AsyncClient client, AdaptiveLimiter window, S3Objects objects, long partSize) {
    this.client = client;
    this.window = window;
    this.objects = objects;
    this.uploads = new S3PartUploads(client, window, objects);
    this.partSize = partSize;
  }

  CompletableFuture<StoredObject> copy(String sourceBucket, StoredObject source, ObjectRef target) {
    return planned(sourceBucket, source)
        .thenCompose(from -> create(sourceBucket, source, from, target))
        .thenCompose(
            upload ->
                parts(upload)
                    .exceptionallyCompose(failure -> refused(sourceBucket, source, failure))
                    .thenCompose(
                        done ->
                            planned(sourceBucket, source)
                                .thenCompose(x -> uploads.complete(upload, done)))
                    .exceptionallyCompose(failure -> uploads.abort(upload, failure)));
  }

  // Stores drop the condition of a part: what counts is that the source
  // is the planned one before the first part and after the last.
  private CompletableFuture<HeadObjectResponse> planned(String bucket, StoredObject source) {
    return objects
        .answer(new ObjectRef(bucket, source.key()), source.versionId())
        .thenApply(found -> S3Copies.planned(bucket, source, found));
  }

  /** Another object at the source's key can be too short for a part: then that is the reason. */
  private <T> CompletableFuture<T> refused(String bucket, StoredObject source, Throwable failure) {
    return S3Failure.isRefusal(failure) && !S3Failure.isConditionFailed(failure)
        ? planned(bucket, source).thenCompose(unchanged -> CompletableFuture.failedFuture(failure))
        : CompletableFuture.failedFuture(failure);
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
                      .metadata(from.metadata());
              // No tags would go as an empty header, which needs a permission.
              if (tags != null) {
                request.tagging(tags);
              }
              return window
                  .submit(() -> client.createMultipartUpload(request.build()))
                  .thenApply(
                      answer -> new Upload(sourceBucket, source, target, tags, answer.uploadId()));
            });
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
      parts.add(uploads.part(upload, parts.size() + 1, range, failed));
    }
    // All of them: no part may still be on its way when the upload is aborted.
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(all -> parts.stream().map(CompletableFuture::join).toList());
  }
}
