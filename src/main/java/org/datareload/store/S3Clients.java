package org.datareload.store;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Opens the client that speaks to the store. */
public final class S3Clients {
  static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(60);
  static final Duration CALL_TIMEOUT = Duration.ofMinutes(4);

  private S3Clients() {}

  /** Opens a client with the credentials that the environment gives. The caller closes it. */
  public static S3AsyncClient open(StoreSettings settings, AdaptiveLimiter window) {
    return open(settings, window, DefaultCredentialsProvider.builder().build());
  }

  /** Opens a client whose throttled attempts shrink the window. The caller closes it. */
  public static S3AsyncClient open(
      StoreSettings settings, AdaptiveLimiter window, AwsCredentialsProvider credentials) {
    return S3AsyncClient.builder()
        .endpointOverride(settings.endpoint())
        .region(Region.of(settings.region()))
        .credentialsProvider(credentials)
        // Stores other than Amazon's refuse trailing checksums in chunks,
        // and want the MD5 of a DeleteObjects body.
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .addPlugin(LegacyMd5Plugin.create())
        .serviceConfiguration(
            s3 ->
                s3.pathStyleAccessEnabled(settings.pathStyle())
                    .chunkedEncodingEnabled(settings.endpoint() == null))
        .overrideConfiguration(
            c ->
                c.retryStrategy(retries())
                    .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                    .apiCallTimeout(CALL_TIMEOUT)
                    .addExecutionInterceptor(new ThrottleWatch(window))
                    .addExecutionInterceptor(new CephListingFix()))
        .httpClientBuilder(
            NettyNioAsyncHttpClient.builder()
                .maxConcurrency(settings.maxInFlight() + 16)
                .maxPendingConnectionAcquires(10_000)
                .connectionAcquisitionTimeout(ATTEMPT_TIMEOUT)
                // A store may think long over a large copy without a byte;
                // the attempt's own timeout is the bound.
                .readTimeout(CALL_TIMEOUT)
                .writeTimeout(ATTEMPT_TIMEOUT)
                .tcpKeepAlive(true))
        .build();
  }

  private static StandardRetryStrategy retries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(9)
        .backoffStrategy(
            BackoffStrategy.exponentialDelay(Duration.ofMillis(100), Duration.ofSeconds(10)))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(Duration.ofMillis(500), Duration.ofSeconds(20)))
        .retryOnException(S3Failure::isConflict)
        .retryOnException(S3Failure::isGarbled)
        // The window slows the process down; a budget of retries on top of it
        // would fail requests while the store is only busy.
        .circuitBreakerEnabled(false)
        .build();
  }

  /** Sees every attempt, also those that the client repeats on its own. */
  private record ThrottleWatch(AdaptiveLimiter window) implements ExecutionInterceptor {
    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes ignored) {
      int status = context.httpResponse().statusCode();
      if (status == 503 || status == 429) {
        window.throttled();
      }
    }
  }
}
