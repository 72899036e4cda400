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

/** One PUT under a condition, by what the bucket's store supports. */
final class S3Put {
  private final S3AsyncClient client;
  private final S3Objects objects;

  private final ObjectRef ref;
  private final Path content;
  private final Map<String, String> metadata;
  private final PutCondition condition;
  private final StoreCapabilities capabilities;

  S3Put(
      S3AsyncClient client,
      S3Objects objects,
      ObjectRef ref,
      Path content,
      Map<String, String> metadata,
      PutCondition condition,
      StoreCapabilities capabilities) {
    this.client = client;
    this.objects = objects;
    this.ref = ref;
    this.content = content;
    this.metadata = metadata;
    this.condition = condition;
    this.capabilities = capabilities;
  }

  /**
   * Puts the file. Where the store does not keep the condition, a HEAD checks it immediately
   * before. What remains: a write between the two is overwritten.
   */
  CompletableFuture<String> send(String contentType) {
    var request =
        PutObjectRequest.builder()
            .bucket(ref.bucket())
            .key(ref.key())
            .contentLength(size())
            .contentType(contentType)
            .metadata(metadata);
    if (condition instanceof IfAbsent && capabilities.putIfAbsent()) {
      request.ifNoneMatch("*");
    } else if (condition instanceof IfMatch match) {
      request.ifMatch(capabilities.putIfMatch().header(match.etag()));
    }
    PutObjectRequest put = request.build();
    return precheck()
        .thenCompose(checked -> client.putObject(put, AsyncRequestBody.fromFile(content)))
        .handle(
            (response, failure) -> {
              if (failure != null) {
                return afterFailure(failure);
              }
              String etag = Etags.unquoted(response.eTag());
              return etag.isEmpty() ? etag() : CompletableFuture.completedFuture(etag);
            })
        .thenCompose(outcome -> outcome);
  }

  /** Fails where the condition does not hold and the store would not check it. */
  private CompletableFuture<Void> precheck() {
    if (condition instanceof IfAbsent && !capabilities.putIfAbsent()) {
      return requireEtag(Optional.empty());
    }
    return condition instanceof IfMatch match && capabilities.putIfMatch() == IfMatchStyle.NONE
        ? requireEtag(Optional.of(match.etag()))
        : CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> requireEtag(Optional<String> etag) {
    return objects
        .head(ref)
        .thenAccept(
            found -> {
              if (!found.map(StoredObject::etag).equals(etag)) {
                throw conditionFailed(null);
              }
            });
  }

  private ConditionFailedException conditionFailed(Throwable cause) {
    return new ConditionFailedException(
        ref + " was not written: the object there is not the expected one", cause);
  }

  private CompletableFuture<String> etag() {
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
  private CompletableFuture<String> afterFailure(Throwable failure) {
    boolean missing = condition instanceof IfMatch && S3Failure.isNotFound(failure);
    if (!missing && !S3Failure.isConditionFailed(failure)) {
      return CompletableFuture.failedFuture(S3Failure.cause(failure));
    }
    var conditionFailed = conditionFailed(S3Failure.cause(failure));
    if (missing || !S3Failure.wasRetried(failure)) {
      return CompletableFuture.failedFuture(conditionFailed);
    }
    return objects
        .response(ref, null)
        .thenApply(
            found ->
                found
                    .filter(head -> head.metadata().equals(metadata))
                    .filter(head -> hasBytes(head))
                    .map(head -> Etags.unquoted(head.eTag()))
                    .orElseThrow(() -> conditionFailed));
  }

  /** Whether the object has the file's bytes; by size alone where the ETag is no MD5. */
  private boolean hasBytes(HeadObjectResponse head) {
    String etag = Etags.unquoted(head.eTag());
    return head.contentLength() == size()
        && (!objects.traits(ref.bucket()).md5Etags()
            || !Etags.isMd5(etag)
            || Etags.md5(content).equalsIgnoreCase(etag));
  }

  private long size() {
    try {
      return Files.size(content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + content, e);
    }
  }
}
