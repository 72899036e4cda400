package org.datareload.store;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.datareload.store.ObjectStore.ObjectWithMetadata;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Looks at single objects. */
final class S3Objects {
  private final S3AsyncClient client;
  private final AdaptiveLimiter window;

  S3Objects(S3AsyncClient client, AdaptiveLimiter window) {
    this.client = client;
    this.window = window;
  }

  CompletableFuture<Optional<StoredObject>> head(ObjectRef ref) {
    return answer(ref, null).thenApply(found -> found.map(answer -> object(ref.key(), answer)));
  }

  CompletableFuture<Optional<ObjectWithMetadata>> headWithMetadata(ObjectRef ref) {
    return answer(ref, null)
        .thenApply(
            found ->
                found.map(
                    answer ->
                        new ObjectWithMetadata(object(ref.key(), answer), answer.metadata())));
  }

  /**
   * The whole answer of a HEAD, or empty where nothing stands.
   *
   * @param versionId null for the current version
   */
  CompletableFuture<Optional<HeadObjectResponse>> answer(ObjectRef ref, String versionId) {
    var request =
        HeadObjectRequest.builder()
            .bucket(ref.bucket())
            .key(ref.key())
            .versionId(versionId)
            .build();
    return window
        .submit(() -> client.headObject(request))
        .thenApply(Optional::of)
        .exceptionally(
            failure -> {
              if (S3Failure.isAbsent(failure)) {
                return Optional.empty();
              }
              throw S3Failure.rethrown(failure);
            });
  }

  static StoredObject object(String key, HeadObjectResponse answer) {
    return new StoredObject(
        key,
        answer.contentLength(),
        Etags.plain(answer.eTag()),
        Etags.version(answer.versionId()),
        answer.lastModified() == null ? Instant.EPOCH : answer.lastModified());
  }
}
