package org.datareload.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Tries what a bucket's store does with conditions. A condition is supported if the store refuses a
 * wrong one and then changes nothing, and accepts a right one.
 */
final class StoreProbe {
  private static final String WRONG_ETAG = "00000000000000000000000000000000";
  private static final String WRONG = Etags.quoted(WRONG_ETAG);

  private final S3AsyncClient client;
  private final String bucket;
  private final String prefix;

  StoreProbe(S3AsyncClient client, String bucket, String prefix) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  boolean keepsVersions() {
    return Etags.versionId(write("versions").versionId()) != null;
  }

  boolean supportsPutIfAbsent() {
    String etag = written("put");
    return isRefused(() -> client.putObject(put("put").ifNoneMatch("*").build(), body("other")))
        && Objects.equals(etag, etag("put"))
        && !isRefused(() -> client.putObject(put("new").ifNoneMatch("*").build(), body("new")));
  }

  boolean supportsPutIfMatch(IfMatchStyle style) {
    String etag = written("match");
    var wrong = put("match").ifMatch(style.header(WRONG_ETAG)).build();
    var right = put("match").ifMatch(style.header(Etags.unquoted(etag))).build();
    return isRefused(() -> client.putObject(wrong, body("other")))
        && Objects.equals(etag, etag("match"))
        && !isRefused(() -> client.putObject(right, body("right")));
  }

  boolean supportsConditionalDelete() {
    String etag = written("delete");
    var request =
        DeleteObjectRequest.builder().bucket(bucket).key(prefix + "delete").ifMatch(WRONG);
    return isRefused(() -> client.deleteObject(request.build()))
        && Objects.equals(etag, etag("delete"))
        && !isRefused(() -> client.deleteObject(request.ifMatch(etag).build()))
        && etag("delete") == null;
  }

  boolean supportsConditionalBatchDelete() {
    String etag = written("batch");
    return refusedInBatch("batch", WRONG) == 1
        && Objects.equals(etag, etag("batch"))
        && refusedInBatch("batch", etag) == 0
        && etag("batch") == null;
  }

  boolean supportsConditionalCopy() {
    String etag = written("source");
    var request =
        CopyObjectRequest.builder()
            .sourceBucket(bucket)
            .sourceKey(prefix + "source")
            .destinationBucket(bucket)
            .destinationKey(prefix + "target")
            .copySourceIfMatch(WRONG);
    return isRefused(() -> client.copyObject(request.build()))
        && etag("target") == null
        && !isRefused(() -> client.copyObject(request.copySourceIfMatch(etag).build()));
  }

  /**
   * What the store says about an object and its copy.
   *
   * @param listings of the store as it is
   */
  StoreTraits traits(S3Listings listings, boolean versioned) {
    write("known", "overwritten");
    write("known");
    var head = head("known");
    var first = listed(listings, versioned).filter(object -> object.size() == head.size());
    var listed = first;
    for (int again = 0; listed.isEmpty() && again < 2; again++) {
      listed = listed(listings, versioned).filter(object -> object.size() == head.size());
    }
    var copy =
        CopyObjectRequest.builder()
            .sourceBucket(bucket)
            .sourceKey(prefix + "known")
            .destinationBucket(bucket)
            .destinationKey(prefix + "copy");
    var copied = client.copyObject(copy.build()).join().copyObjectResult();
    var condition = Etags.quoted(head.etag());
    return new StoreTraits(
        Etags.md5("known".getBytes(UTF_8)).equals(head.etag()),
        copied != null && Etags.unquoted(copied.eTag()).equals(head("copy").etag()),
        // Where HEAD has none, those of listings are the only ones.
        head.etag().isEmpty() || listed.filter(o -> !o.etag().equals(head.etag())).isEmpty(),
        first.isPresent(),
        // Where the time is unknown, nothing tells them apart.
        listed.filter(object -> !object.withEtag("").isSame(head)).isEmpty(),
        accepts(copy.copySourceIfMatch(condition).build()));
  }

  private boolean accepts(CopyObjectRequest copy) {
    try {
      client.copyObject(copy).join();
      return true;
    } catch (CompletionException e) {
      if (S3Failure.isRefusal(e)) {
        return false;
      }
      throw e;
    }
  }

  /** The object "known" as it is listed. */
  private Optional<StoredObject> listed(S3Listings listings, boolean versioned) {
    var pages =
        versioned
            ? listings.currentVersions(bucket, prefix + "known")
            : listings.objects(bucket, prefix + "known");
    return pages.next().stream().findFirst().map(StoreProbe::withoutVersion);
  }

  private StoredObject head(String name) {
    var ref = new ObjectRef(bucket, prefix + name);
    return new S3Objects(client, any -> StoreTraits.USUAL)
        .head(ref)
        .join()
        .map(StoreProbe::withoutVersion)
        .orElseThrow(() -> new StoreFailedException(ref + " is gone", null));
  }

  private static StoredObject withoutVersion(StoredObject object) {
    return new StoredObject(
        object.key(), object.size(), object.etag(), null, object.lastModified());
  }

  boolean tellsTheTime() {
    return S3Objects.date(client.headBucket(h -> h.bucket(bucket)).join()).isPresent();
  }

  boolean listsUploads() {
    client.listMultipartUploads(l -> l.bucket(bucket).prefix(prefix)).join();
    return true;
  }

  private PutObjectRequest.Builder put(String name) {
    return PutObjectRequest.builder().bucket(bucket).key(prefix + name);
  }

  private PutObjectResponse write(String name) {
    return write(name, name);
  }

  private PutObjectResponse write(String name, String text) {
    return client.putObject(put(name).build(), body(text)).join();
  }

  /** Writes an object and returns its ETag as HEAD tells it: conditions are made of those. */
  private String written(String name) {
    write(name);
    return etag(name);
  }

  private static AsyncRequestBody body(String text) {
    return AsyncRequestBody.fromString(text);
  }

  /** The object's ETag as a condition, or null where it has none or is gone. */
  private String etag(String name) {
    try {
      var head = client.headObject(h -> h.bucket(bucket).key(prefix + name)).join();
      return Etags.quoted(Etags.unquoted(head.eTag()));
    } catch (CompletionException e) {
      if (S3Failure.isNotFound(e)) {
        return null;
      }
      throw e;
    }
  }

  /** The number of keys that the store did not delete because of their condition. */
  private long refusedInBatch(String name, String etag) {
    return client
        .deleteObjects(
            d -> d.bucket(bucket).delete(all -> all.objects(o -> o.key(prefix + name).eTag(etag))))
        .join()
        .errors()
        .stream()
        .filter(error -> "PreconditionFailed".equals(error.code()))
        .count();
  }

  private static <T> boolean isRefused(Supplier<CompletableFuture<T>> request) {
    try {
      request.get().join();
      return false;
    } catch (CompletionException e) {
      if (S3Failure.isConditionFailed(e)) {
        return true;
      }
      throw e;
    }
  }
}
