package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * Sends a request when the limiter has room for it, after a check of the client's own and the
 * request's {@link LeaseCheck}.
 */
final class LimitedS3AsyncClient extends DelegatingS3AsyncClient {
  private final AdaptiveLimiter limiter;
  private final Runnable check;

  LimitedS3AsyncClient(S3AsyncClient client, AdaptiveLimiter limiter, Runnable check) {
    super(client);
    this.limiter = limiter;
    this.check = check;
  }

  LimitedS3AsyncClient(S3AsyncClient client, AdaptiveLimiter limiter) {
    this(client, limiter, () -> {});
  }

  @Override
  protected <T extends S3Request, R> CompletableFuture<R> invokeOperation(
      T request, Function<T, CompletableFuture<R>> operation) {
    return send(request, operation, Backoff.ATTEMPTS);
  }

  private <T extends S3Request, R> CompletableFuture<R> send(
      T request, Function<T, CompletableFuture<R>> operation, int attempts) {
    return submit(request, operation)
        .exceptionallyCompose(
            failure ->
                attempts > 1 && S3Failure.isExpired(failure)
                    ? Backoff.pause(Backoff.ATTEMPTS - attempts)
                        .thenCompose(x -> send(request, operation, attempts - 1))
                    : CompletableFuture.failedFuture(failure));
  }

  private <T extends S3Request, R> CompletableFuture<R> submit(
      T request, Function<T, CompletableFuture<R>> operation) {
    Supplier<CompletableFuture<R>> checked =
        () -> {
          // A copy in parts cleans up after itself even where it may not go on.
          if (!(request instanceof AbortMultipartUploadRequest)) {
            check.run();
          }
          LeaseCheck.run(request);
          return operation.apply(request);
        };
    // What is deleted was looked at immediately before, and must not change while this waits.
    return request instanceof DeleteObjectsRequest || request instanceof DeleteObjectRequest
        ? limiter.submitNext(checked)
        : limiter.submit(checked);
  }
}
