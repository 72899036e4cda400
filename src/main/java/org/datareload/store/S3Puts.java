package org.datareload.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.datareload.store.PutCondition.IfAbsent;
import org.datareload.store.PutCondition.IfMatch;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Writes objects under a condition, by what the bucket's store can do. */
final class S3Puts {
  private final S3AsyncClient client;
  private final AdaptiveLimiter window;
  private final S3Objects objects;

  S3Puts(S3AsyncClient client, AdaptiveLimiter window, S3Objects objects) {
    this.client = client;
    this.window = window;
    this.objects = objects;
  }

  /**
   * Where the store does not keep to the condition, the key is looked at immediately before. What
   * remains: a write within that moment is overwritten.
   */
  CompletableFuture<String> put(
      ObjectRef ref,
      Path content,
      String contentType,
      Map<String, String> metadata,
      PutCondition condition,
      StoreCapabilities can) {
    var request =
        PutObjectRequest.builder()
            .bucket(ref.bucket())
            .key(ref.key())
            .contentLength(size(content))
            .contentType(contentType)
            .metadata(metadata);
    if (condition instanceof IfAbsent && can.putIfAbsent()) {
      request.ifNoneMatch("*");
    } else if (condition instanceof IfMatch match) {
      request.ifMatch(can.putIfMatch().header(match.etag()));
    }
    PutObjectRequest put = request.build();
    return looked(ref, condition, can)
        .thenCompose(
            fits -> window.submit(() -> client.putObject(put, AsyncRequestBody.fromFile(content))))
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

  /**
   * Looks at the key where the store itself would not, and fails if the condition does not hold.
   */
  private CompletableFuture<Void> looked(
      ObjectRef ref, PutCondition condition, StoreCapabilities can) {
    if (condition instanceof IfAbsent && !can.putIfAbsent()) {
      return looked(ref, Optional.empty());
    }
    return condition instanceof IfMatch match && can.putIfMatch() == IfMatchStyle.NONE
        ? looked(ref, Optional.of(match.etag()))
        : CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> looked(ObjectRef ref, Optional<String> etag) {
    return objects
        .head(ref)
        .thenAccept(
            found -> {
              if (!found.map(StoredObject::etag).equals(etag)) {
                throw refused(ref, null);
              }
            });
  }

  private static ConditionFailedException refused(ObjectRef ref, Throwable cause) {
    return new ConditionFailedException(
        "another object stands at " + ref + " than the writer had seen", cause);
  }

  private static long size(Path content) {
    try {
      return Files.size(content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + content, e);
    }
  }

  private CompletableFuture<String> standing(ObjectRef ref) {
    return objects
        .head(ref)
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
    boolean missing = condition instanceof IfMatch && S3Failure.isAbsent(failure);
    if (!missing && !S3Failure.isConditionFailed(failure)) {
      return CompletableFuture.failedFuture(S3Failure.cause(failure));
    }
    var refused = refused(ref, S3Failure.cause(failure));
    if (missing || !S3Failure.wasRepeated(failure)) {
      return CompletableFuture.failedFuture(refused);
    }
    return objects
        .headWithMetadata(ref)
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
