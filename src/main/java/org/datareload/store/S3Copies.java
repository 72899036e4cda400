package org.datareload.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Copies inside the store. The planned ETag goes along as a condition, and the result is checked
 * all the same, since stores drop conditions that they do not know.
 */
final class S3Copies {
  private final S3AsyncClient client;
  private final AdaptiveLimiter window;
  private final S3Objects objects;
  private final S3PartCopies parts;
  private final long threshold;

  S3Copies(
      S3AsyncClient client, AdaptiveLimiter window, S3Objects objects, StoreSettings settings) {
    this.client = client;
    this.window = window;
    this.objects = objects;
    this.parts = new S3PartCopies(client, window, objects, settings.partSize());
    this.threshold = settings.multipartThreshold();
  }

  CompletableFuture<StoredObject> copy(String sourceBucket, StoredObject source, ObjectRef target) {
    CompletableFuture<StoredObject> copied =
        source.size() > threshold
            ? parts.copy(sourceBucket, source, target)
            : whole(sourceBucket, source, target);
    return copied.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(told(failure, sourceBucket, source)));
  }

  private static Throwable told(Throwable failure, String bucket, StoredObject source) {
    Throwable cause = S3Failure.cause(failure);
    if (S3Failure.isConditionFailed(cause)) {
      return changed(bucket, source, cause);
    }
    // 404 also speaks of an upload that is gone, which says nothing of the source.
    boolean gone = S3Failure.isAbsent(cause) && !S3Failure.code(cause).equals("NoSuchUpload");
    return gone ? gone(bucket, source, cause) : cause;
  }

  static ConditionFailedException changed(String bucket, StoredObject source, Throwable cause) {
    return new ConditionFailedException(
        new ObjectRef(bucket, source.key()) + " changed while it was copied", cause);
  }

  static ConditionFailedException gone(String bucket, StoredObject source, Throwable cause) {
    return new ConditionFailedException(
        new ObjectRef(bucket, source.key()) + " is gone and could not be copied", cause);
  }

  private CompletableFuture<StoredObject> whole(
      String sourceBucket, StoredObject source, ObjectRef target) {
    var request =
        CopyObjectRequest.builder()
            .sourceBucket(sourceBucket)
            .sourceKey(source.key())
            .sourceVersionId(source.versionId())
            .copySourceIfMatch(Etags.quoted(source.etag()))
            .destinationBucket(target.bucket())
            .destinationKey(target.key())
            .build();
    return window
        .submit(() -> client.copyObject(request))
        .thenCompose(answer -> checked(sourceBucket, source, target, answer));
  }

  private CompletableFuture<StoredObject> checked(
      String sourceBucket, StoredObject source, ObjectRef target, CopyObjectResponse answer) {
    var result = answer.copyObjectResult();
    String etag = result == null ? "" : Etags.plain(result.eTag());
    if (!etag.isEmpty() && etag.equals(source.etag()) && result.lastModified() != null) {
      return CompletableFuture.completedFuture(
          new StoredObject(
              target.key(),
              source.size(),
              etag,
              Etags.version(answer.versionId()),
              result.lastModified()));
    }
    return standing(sourceBucket, source)
        .thenCombine(
            objects.answer(target, null),
            (from, found) -> equal(sourceBucket, source, from, target, found));
  }

  /** The HEAD of the source, if it still is the planned object. */
  private CompletableFuture<HeadObjectResponse> standing(String bucket, StoredObject source) {
    return objects
        .answer(new ObjectRef(bucket, source.key()), source.versionId())
        .thenApply(found -> planned(bucket, source, found));
  }

  static HeadObjectResponse planned(
      String bucket, StoredObject source, Optional<HeadObjectResponse> found) {
    HeadObjectResponse answer = found.orElseThrow(() -> gone(bucket, source, null));
    if (!source.etag().equals(Etags.plain(answer.eTag()))) {
      throw changed(bucket, source, null);
    }
    return answer;
  }

  private static StoredObject equal(
      String sourceBucket,
      StoredObject source,
      HeadObjectResponse from,
      ObjectRef target,
      Optional<HeadObjectResponse> found) {
    HeadObjectResponse to =
        found.orElseThrow(
            () -> new IllegalStateException(target + " is not there after it was copied"));
    StoredObject copy = S3Objects.object(target.key(), to);
    boolean comparable = isMd5(source.etag(), from) && isMd5(copy.etag(), to);
    if (copy.size() != source.size() || comparable && !source.etag().equals(copy.etag())) {
      throw changed(sourceBucket, source, null);
    }
    return copy;
  }

  private static boolean isMd5(String etag, HeadObjectResponse answer) {
    String encryption = answer.serverSideEncryptionAsString();
    return Etags.isMd5(etag)
        && answer.sseCustomerAlgorithm() == null
        && (encryption == null || encryption.equals("AES256"));
  }
}
