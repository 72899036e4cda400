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
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Writes objects under a condition, by what the bucket's store supports. */
final class S3Puts {
  private final S3AsyncClient client;
  private final S3Objects objects;

  S3Puts(S3AsyncClient client, S3Objects objects) {
    this.client = client;
    this.objects = objects;
  }

  /**
   * Puts the file. Where the store does not keep the condition, a HEAD checks it immediately
   * before. What remains: a write between the two is overwritten.
   */
  CompletableFuture<String> put(
      ObjectRef ref,
      Path content,
      String contentType,
      Map<String, String> metadata,
      PutCondition condition,
      StoreCapabilities capabilities) {
    var request =
        PutObjectRequest.builder()
            .bucket(ref.bucket())
            .key(ref.key())
            .contentLength(size(content))
            .contentType(contentType)
            .metadata(metadata);
    if (condition instanceof IfAbsent && capabilities.putIfAbsent()) {
      request.ifNoneMatch("*");
    } else if (condition instanceof IfMatch match) {
      request.ifMatch(capabilities.putIfMatch().header(match.etag()));
    }
    PutObjectRequest put = request.build();
    return precheck(ref, condition, capabilities)
        .thenCompose(checked -> client.putObject(put, AsyncRequestBody.fromFile(content)))
        .handle(
            (response, failure) -> {
              if (failure != null) {
                return afterFailure(ref, content, metadata, condition, failure);
              }
              String etag = Etags.unquoted(response.eTag());
              return etag.isEmpty() ? etag(ref) : CompletableFuture.completedFuture(etag);
            })
        .thenCompose(outcome -> outcome);
  }

  /** Fails where the condition does not hold and the store would not check it. */
  private CompletableFuture<Void> precheck(
      ObjectRef ref, PutCondition condition, StoreCapabilities capabilities) {
    if (condition instanceof IfAbsent && !capabilities.putIfAbsent()) {
      return requireEtag(ref, Optional.empty());
    }
    return condition instanceof IfMatch match && capabilities.putIfMatch() == IfMatchStyle.NONE
        ? requireEtag(ref, Optional.of(match.etag()))
        : CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> requireEtag(ObjectRef ref, Optional<String> etag) {
    return objects
        .head(ref)
        .thenAccept(
            found -> {
              if (!found.map(StoredObject::etag).equals(etag)) {
                throw conditionFailed(ref, null);
              }
            });
  }

  private static ConditionFailedException conditionFailed(ObjectRef ref, Throwable cause) {
    return new ConditionFailedException(
        ref + " was not written: the object there is not the expected one", cause);
  }

  private CompletableFuture<String> etag(ObjectRef ref) {
    return objects
        .head(ref)
        .thenApply(
            found ->
                found
                    .orElseThrow(() -> new IllegalStateException(ref + " is missing after its PUT"))
                    .etag());
  }

  /**
   * A failed condition can be due to this very request: its first attempt took effect, the response
   * was lost, and the retry met its own object.
   */
  private CompletableFuture<String> afterFailure(
      ObjectRef ref,
      Path content,
      Map<String, String> metadata,
      PutCondition condition,
      Throwable failure) {
    boolean missing = condition instanceof IfMatch && S3Failure.isNotFound(failure);
    if (!missing && !S3Failure.isConditionFailed(failure)) {
      return CompletableFuture.failedFuture(S3Failure.cause(failure));
    }
    var conditionFailed = conditionFailed(ref, S3Failure.cause(failure));
    if (missing || !S3Failure.wasRetried(failure)) {
      return CompletableFuture.failedFuture(conditionFailed);
    }
    return objects
        .response(ref, null)
        .thenApply(
            found ->
                found
                    .filter(head -> head.metadata().equals(metadata))
                    .filter(head -> hasBytes(head, content))
                    .map(head -> Etags.unquoted(head.eTag()))
                    .orElseThrow(() -> conditionFailed));
  }

  /** Whether the object has the file's bytes; by size alone where the ETag is no MD5. */
  private static boolean hasBytes(HeadObjectResponse head, Path content) {
    String etag = Etags.unquoted(head.eTag());
    return head.contentLength() == size(content)
        && (!Etags.isMd5(etag) || Etags.md5(content).equalsIgnoreCase(etag));
  }

  private static long size(Path content) {
    try {
      return Files.size(content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + content, e);
    }
  }
}
