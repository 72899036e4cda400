package org.datareload.store;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Reads what the store says about single objects. */
final class S3Objects {
  private final S3AsyncClient client;
  private final Function<String, StoreTraits> traits;

  /**
   * @param traits by bucket
   */
  S3Objects(S3AsyncClient client, Function<String, StoreTraits> traits) {
    this.client = client;
    this.traits = traits;
  }

  StoreTraits traits(String bucket) {
    return traits.apply(bucket);
  }

  CompletableFuture<Optional<StoredObject>> head(ObjectRef ref) {
    return response(ref, null).thenApply(found -> found.map(response -> object(ref, response)));
  }

  /**
   * The response to a HEAD, or empty where there is no object.
   *
   * @param versionId null for the current version
   */
  CompletableFuture<Optional<HeadObjectResponse>> response(ObjectRef ref, String versionId) {
    return client
        .headObject(h -> h.bucket(ref.bucket()).key(ref.key()).versionId(versionId))
        .thenApply(Optional::of)
        .exceptionally(
            failure -> {
              if (S3Failure.isNotFound(failure)) {
                return Optional.empty();
              }
              throw S3Failure.unchecked(failure);
            });
  }

  CompletableFuture<Optional<byte[]>> read(ObjectRef ref, int maxBytes) {
    return client
        .getObject(
            g -> g.bucket(ref.bucket()).key(ref.key()).range("bytes=0-" + (maxBytes - 1)),
            AsyncResponseTransformer.toBytes())
        .thenApply(
            response -> {
              var bytes = response.asByteArrayUnsafe();
              // A store may ignore the range.
              return Optional.of(bytes.length > maxBytes ? Arrays.copyOf(bytes, maxBytes) : bytes);
            })
        .exceptionally(
            failure -> {
              if (S3Failure.isNotFound(failure)) {
                return Optional.empty();
              }
              // An empty object has no first byte.
              if (S3Failure.status(failure) == 416) {
                return Optional.of(new byte[0]);
              }
              throw S3Failure.unchecked(failure);
            });
  }

  /** The store's clock, or the local one where the response has no readable date. */
  CompletableFuture<Instant> now(String bucket) {
    return client
        .headBucket(h -> h.bucket(bucket))
        .thenApply(response -> date(response).orElseGet(Instant::now));
  }

  /** When the store sent the response, by its own clock; empty where it does not say so. */
  static Optional<Instant> date(HeadBucketResponse response) {
    try {
      return response
          .sdkHttpResponse()
          .firstMatchingHeader("Date")
          .map(date -> Instant.from(RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  StoredObject object(ObjectRef ref, HeadObjectResponse response) {
    boolean hasTime = response.lastModified() != null && traits(ref.bucket()).sameTimes();
    return new StoredObject(
        ref.key(),
        response.contentLength(),
        Etags.unquoted(response.eTag()),
        Etags.versionId(response.versionId()),
        hasTime ? response.lastModified() : Instant.EPOCH);
  }
}
