package org.datareload.store;

import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;

/** Blocks until the limiter has room for a request, then runs its {@link LeaseCheck}. */
final class LimitedS3Client extends DelegatingS3Client {
  private final AdaptiveLimiter limiter;

  LimitedS3Client(S3Client client, AdaptiveLimiter limiter) {
    super(client);
    this.limiter = limiter;
  }

  @Override
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    for (int attempts = Backoff.ATTEMPTS; ; attempts--) {
      try {
        return limiter.call(
            () -> {
              LeaseCheck.run(request);
              return operation.apply(request);
            });
      } catch (S3Exception e) {
        if (attempts == 1 || !S3Failure.isExpired(e)) {
          throw e;
        }
        Backoff.pause(Backoff.ATTEMPTS - attempts).join();
      }
    }
  }
}
