package org.datareload.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Checks that a copy has the planned bytes, since stores drop conditions that they do not know: by
 * the copy's ETag where it equals the planned one, else the source must still be the planned object
 * and the copy have its size.
 */
final class CopyResults {
  private final S3Objects objects;

  /**
   * @param client stays the caller's to close
   * @param limiter the one of the process
   */
  CopyResults(S3AsyncClient client, AdaptiveLimiter limiter) {
    this(new S3Objects(new LimitedS3AsyncClient(client, limiter), bucket -> StoreTraits.USUAL));
  }

  CopyResults(S3Objects objects) {
    this.objects = objects;
  }

  /**
   * Checks the response to a request of {@link CopyRequests}. Blocks where the ETag does not
   * decide.
   *
   * @return the copy; without its version id where the store does not return it
   * @throws ConditionFailedException where the source is gone or is not the planned object
   * @throws StoreFailedException where the store does not answer the check
   */
  StoredObject check(
      String sourceBucket, StoredObject source, ObjectRef target, CopyObjectResponse response) {
    try {
      return checkAsync(sourceBucket, source, target, response).join();
    } catch (CompletionException e) {
      throw failure(sourceBucket, source, target, e);
    }
  }

  CompletableFuture<StoredObject> checkAsync(
      String sourceBucket, StoredObject source, ObjectRef target, CopyObjectResponse response) {
    var result = response.copyObjectResult();
    String etag = result == null ? "" : Etags.unquoted(result.eTag());
    if (!etag.isEmpty()
        && etag.equals(source.etag())
        && result.lastModified() != null
        && objects.traits(target.bucket()).copiedEtags()) {
      return CompletableFuture.completedFuture(
          new StoredObject(
              target.key(),
              source.size(),
              etag,
              Etags.versionId(response.versionId()),
              result.lastModified()));
    }
    return requirePlanned(sourceBucket, source)
        .thenCombine(
            objects.response(target, null),
            (planned, copy) -> compare(sourceBucket, source, planned, target, copy));
  }

  /** The HEAD of the source; fails where it is no longer the planned object. */
  CompletableFuture<HeadObjectResponse> requirePlanned(String bucket, StoredObject source) {
    var ref = new ObjectRef(bucket, source.key());
    return objects
        .response(ref, source.versionId())
        .thenApply(
            found -> {
              var response = found.orElseThrow(() -> gone(bucket, source, null));
              if (!isPlanned(source, objects.object(ref, response))) {
                throw changed(bucket, source, null);
              }
              return response;
            });
  }

  /** The same bytes may be written again; without ETags, only the time tells bytes apart. */
  private static boolean isPlanned(StoredObject source, StoredObject now) {
    return source.etag().isEmpty() || now.etag().isEmpty()
        ? now.isSame(source)
        : now.hasEtag(source.etag()) && now.size() == source.size();
  }

  private StoredObject compare(
      String sourceBucket,
      StoredObject source,
      HeadObjectResponse planned,
      ObjectRef target,
      Optional<HeadObjectResponse> found) {
    var response =
        found.orElseThrow(() -> new IllegalStateException(target + " is missing after its copy"));
    StoredObject copy = objects.object(target, response);
    boolean comparable = isMd5(sourceBucket, planned) && isMd5(target.bucket(), response);
    if (copy.size() != source.size() || comparable && !copy.hasEtag(source.etag())) {
      throw changed(sourceBucket, source, null);
    }
    return copy;
  }

  /** Whether the ETag is the MD5 of the bytes: it is not for parts, KMS and customer keys. */
  private boolean isMd5(String bucket, HeadObjectResponse response) {
    String encryption = response.serverSideEncryptionAsString();
    return objects.traits(bucket).md5Etags()
        && Etags.isMd5(Etags.unquoted(response.eTag()))
        && response.sseCustomerAlgorithm() == null
        && (encryption == null || encryption.equals("AES256"));
  }

  /**
   * What a failed copy means.
   *
   * @param failure as the client threw it
   * @return {@link ConditionFailedException} where the source is gone or changed, {@link
   *     StoreFailedException} for other failures of the store, else the failure itself
   */
  static RuntimeException failure(
      String sourceBucket, StoredObject source, ObjectRef target, Throwable failure) {
    Throwable cause = S3Failure.cause(failure);
    if (S3Failure.isConditionFailed(cause)) {
      return changed(sourceBucket, source, cause);
    }
    // A 404 for an upload says nothing about the source.
    if (S3Failure.isNotFound(cause) && !S3Failure.code(cause).equals("NoSuchUpload")) {
      return gone(sourceBucket, source, cause);
    }
    var ref = new ObjectRef(sourceBucket, source.key());
    return S3Failure.toException(ref.name() + " could not be copied", ref + " to " + target, cause);
  }

  private static ConditionFailedException changed(
      String bucket, StoredObject source, Throwable cause) {
    var ref = new ObjectRef(bucket, source.key());
    return new ConditionFailedException(
        ref.name() + " changed while it was copied (" + ref + ")", cause);
  }

  private static ConditionFailedException gone(
      String bucket, StoredObject source, Throwable cause) {
    var ref = new ObjectRef(bucket, source.key());
    return new ConditionFailedException(
        ref.name() + " is gone and could not be copied (" + ref + ")", cause);
  }
}
