package org.datareload.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.datareload.store.ObjectStore.Marked;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Looks at single objects and writes them. */
final class S3Objects {
  private final S3AsyncClient client;
  private final Window window;

  S3Objects(S3AsyncClient client, Window window) {
    this.client = client;
    this.window = window;
  }

  CompletableFuture<Optional<StoredObject>> head(ObjectRef ref) {
    return answer(ref, null).thenApply(found -> found.map(answer -> object(ref.key(), answer)));
  }

  CompletableFuture<Optional<Marked>> headMarked(ObjectRef ref) {
    return answer(ref, null)
        .thenApply(
            found -> found.map(answer -> new Marked(object(ref.key(), answer), answer.metadata())));
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

  CompletableFuture<String> put(
      ObjectRef ref,
      Path content,
      String contentType,
      Map<String, String> metadata,
      PutCondition condition) {
    var request =
        PutObjectRequest.builder()
            .bucket(ref.bucket())
            .key(ref.key())
            .contentLength(size(content))
            .contentType(contentType)
            .metadata(metadata);
    if (condition instanceof PutCondition.IfAbsent) {
      request.ifNoneMatch("*");
    } else if (condition instanceof PutCondition.IfMatch match) {
      request.ifMatch(Etags.quoted(match.etag()));
    }
    PutObjectRequest put = request.build();
    return window
        .submit(() -> client.putObject(put, AsyncRequestBody.fromFile(content)))
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                return afterFailure(ref, content, metadata, condition, failure);
              }
              String etag = Etags.plain(answer.eTag());
              return etag.isEmpty() ? standing(ref) : CompletableFuture.completedFuture(etag);
            })
        .thenCompose(outcome -> outcome);
  }

  private static long size(Path content) {
    try {
      return Files.size(content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + content, e);
    }
  }

  private CompletableFuture<String> standing(ObjectRef ref) {
    return head(ref)
        .thenApply(
            found ->
                found
                    .orElseThrow(() -> new IllegalStateException(ref + " is gone after its PUT"))
                    .etag());
  }

  /**
   * A refused condition can be the work of this very request: its first attempt took effect, the
   * answer was lost, and the repeated attempt met its own object.
   */
  private CompletableFuture<String> afterFailure(
      ObjectRef ref,
      Path content,
      Map<String, String> metadata,
      PutCondition condition,
      Throwable failure) {
    boolean missing = condition instanceof PutCondition.IfMatch && S3Failure.isAbsent(failure);
    if (!missing && !S3Failure.isConditionFailed(failure)) {
      return CompletableFuture.failedFuture(S3Failure.cause(failure));
    }
    var refused =
        new ConditionFailedException(
            "another object stands at " + ref + " than the writer had seen",
            S3Failure.cause(failure));
    if (missing || !S3Failure.wasRepeated(failure)) {
      return CompletableFuture.failedFuture(refused);
    }
    return headMarked(ref)
        .thenApply(
            found ->
                found
                    .filter(there -> there.object().size() == size(content))
                    .filter(there -> there.metadata().equals(metadata))
                    .filter(there -> hasBytes(there.object(), content))
                    .orElseThrow(() -> refused)
                    .object()
                    .etag());
  }

  private static boolean hasBytes(StoredObject there, Path content) {
    // Where the ETag is no MD5, size and metadata have to do.
    return !Etags.isMd5(there.etag()) || Etags.md5(content).equalsIgnoreCase(there.etag());
  }
}
