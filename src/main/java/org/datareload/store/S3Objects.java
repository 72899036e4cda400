package org.datareload.store;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Reads what the store says about single objects. */
final class S3Objects {
  private final S3AsyncClient client;

  S3Objects(S3AsyncClient client) {
    this.client = client;
  }

  CompletableFuture<Optional<StoredObject>> head(ObjectRef ref) {
    return response(ref, null)
        .thenApply(found -> found.map(response -> object(ref.key(), response)));
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

  static StoredObject object(String key, HeadObjectResponse response) {
    return new StoredObject(
        key,
        response.contentLength(),
        Etags.unquoted(response.eTag()),
        Etags.versionId(response.versionId()),
        response.lastModified() == null ? Instant.EPOCH : response.lastModified());
  }
}
