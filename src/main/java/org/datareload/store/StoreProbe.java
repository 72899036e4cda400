package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Tries what one bucket's store does with conditions. A condition holds if the store refuses what
 * it must refuse, changes nothing, and still does what the condition allows.
 */
final class StoreProbe {
  private static final String WRONG_ETAG = "00000000000000000000000000000000";
  private static final String WRONG = Etags.quoted(WRONG_ETAG);

  private final S3AsyncClient client;
  private final AdaptiveLimiter window;
  private final String bucket;
  private final String prefix;

  StoreProbe(S3AsyncClient client, AdaptiveLimiter window, String bucket, String prefix) {
    this.client = client;
    this.window = window;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  boolean keepsVersions() {
    return Etags.version(written("versions").versionId()) != null;
  }

  boolean putKeepsIfAbsent() {
    String etag = written("put").eTag();
    return refused(() -> client.putObject(put("put").ifNoneMatch("*").build(), body("other")))
        && etag.equals(etagOf("put"))
        && allowed(() -> client.putObject(put("new").ifNoneMatch("*").build(), body("new")));
  }

  boolean putKeepsIfMatch(IfMatchStyle form) {
    String etag = written("match").eTag();
    var wrong = put("match").ifMatch(form.header(WRONG_ETAG)).build();
    var right = put("match").ifMatch(form.header(Etags.plain(etag))).build();
    return refused(() -> client.putObject(wrong, body("other")))
        && etag.equals(etagOf("match"))
        && allowed(() -> client.putObject(right, body("right")));
  }

  boolean deleteKeepsCondition() {
    String etag = written("delete").eTag();
    var wrong = DeleteObjectRequest.builder().bucket(bucket).key(prefix + "delete").ifMatch(WRONG);
    return refused(() -> client.deleteObject(wrong.build()))
        && etag.equals(etagOf("delete"))
        && allowed(() -> client.deleteObject(wrong.ifMatch(etag).build()))
        && etagOf("delete") == null;
  }

  boolean batchDeleteKeepsConditions() {
    String etag = written("batch").eTag();
    return refusedTogether("batch", WRONG) == 1
        && etag.equals(etagOf("batch"))
        && refusedTogether("batch", etag) == 0
        && etagOf("batch") == null;
  }

  boolean copyKeepsCondition() {
    String etag = written("source").eTag();
    var wrong =
        CopyObjectRequest.builder()
            .sourceBucket(bucket)
            .sourceKey(prefix + "source")
            .destinationBucket(bucket)
            .destinationKey(prefix + "target")
            .copySourceIfMatch(WRONG);
    return refused(() -> client.copyObject(wrong.build()))
        && etagOf("target") == null
        && allowed(() -> client.copyObject(wrong.copySourceIfMatch(etag).build()));
  }

  private PutObjectRequest.Builder put(String name) {
    return PutObjectRequest.builder().bucket(bucket).key(prefix + name);
  }

  private PutObjectResponse written(String name) {
    return window.submit(() -> client.putObject(put(name).build(), body(name))).join();
  }

  private static AsyncRequestBody body(String text) {
    return AsyncRequestBody.fromString(text);
  }

  /** The ETag of what stands there, or null. */
  private String etagOf(String name) {
    var request = HeadObjectRequest.builder().bucket(bucket).key(prefix + name).build();
    try {
      return window.submit(() -> client.headObject(request)).join().eTag();
    } catch (CompletionException e) {
      if (S3Failure.isAbsent(e)) {
        return null;
      }
      throw e;
    }
  }

  /** The number of keys that the store refused to delete for their condition. */
  private long refusedTogether(String name, String etag) {
    var request =
        DeleteObjectsRequest.builder()
            .bucket(bucket)
            .delete(all -> all.objects(o -> o.key(prefix + name).eTag(etag)))
            .build();
    return window.submit(() -> client.deleteObjects(request)).join().errors().stream()
        .filter(error -> "PreconditionFailed".equals(error.code()))
        .count();
  }

  private <T> boolean refused(Supplier<CompletableFuture<T>> request) {
    try {
      window.submit(request).join();
      return false;
    } catch (CompletionException e) {
      if (S3Failure.isConditionFailed(e)) {
        return true;
      }
      throw e;
    }
  }

  private <T> boolean allowed(Supplier<CompletableFuture<T>> request) {
    try {
      window.submit(request).join();
      return true;
    } catch (CompletionException e) {
      if (S3Failure.isConditionFailed(e)) {
        return false;
      }
      throw e;
    }
  }
}
