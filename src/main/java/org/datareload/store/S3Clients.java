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
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens the clients of the store. Throttled attempts of both lower the limiter's limit. */
public final class S3Clients {
  static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(60);
  static final Duration CALL_TIMEOUT = Duration.ofMinutes(4);

  private S3Clients() {}

  /**
   * Opens a client for {@link S3ObjectStore}, with the credentials of the environment. The caller
   * closes it.
   */
  public static S3AsyncClient open(StoreSettings settings, AdaptiveLimiter limiter) {
    return open(settings, limiter, DefaultCredentialsProvider.builder().build());
  }

  /** The same with other credentials. */
  public static S3AsyncClient open(
      StoreSettings settings, AdaptiveLimiter limiter, AwsCredentialsProvider credentials) {
    return configure(S3AsyncClient.builder(), settings, limiter, credentials)
        .httpClientBuilder(
            NettyNioAsyncHttpClient.builder()
                .maxConcurrency(connections(settings))
                .maxPendingConnectionAcquires(10_000)
                .connectionAcquisitionTimeout(ATTEMPT_TIMEOUT)
                // A large copy may take long without a byte; the attempt's
                // own timeout limits it.
                .readTimeout(CALL_TIMEOUT)
                .writeTimeout(ATTEMPT_TIMEOUT)
                .tcpKeepAlive(true))
        .build();
  }

  /**
   * Opens a blocking client for the routes, with the credentials of the environment. Each request
   * blocks until the limiter has room for it and then runs its {@link LeaseCheck}. The caller
   * closes the client.
   */
  public static S3Client openBlocking(StoreSettings settings, AdaptiveLimiter limiter) {
    return openBlocking(settings, limiter, DefaultCredentialsProvider.builder().build());
  }

  /** The same with other credentials. */
  public static S3Client openBlocking(
      StoreSettings settings, AdaptiveLimiter limiter, AwsCredentialsProvider credentials) {
    var client =
        configure(S3Client.builder(), settings, limiter, credentials)
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(connections(settings))
                    .connectionAcquisitionTimeout(ATTEMPT_TIMEOUT)
                    .socketTimeout(CALL_TIMEOUT)
                    .tcpKeepAlive(true))
            .build();
    return new LimitedS3Client(client, limiter);
  }

  /**
   * More than the limiter allows: an attempt may begin before the last one's connection is free.
   */
  private static int connections(StoreSettings settings) {
    return settings.maxInFlight() + 16;
  }

  private static <B extends S3BaseClientBuilder<B, C>, C> B configure(
      B builder,
      StoreSettings settings,
      AdaptiveLimiter limiter,
      AwsCredentialsProvider credentials) {
    return builder
        .endpointOverride(settings.endpoint())
        .region(Region.of(settings.region()))
        .credentialsProvider(credentials)
        // Stores other than Amazon's refuse trailing checksums in chunks,
        // and require the MD5 of a DeleteObjects body.
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
                    .addExecutionInterceptor(new ThrottleWatch(limiter))
                    .addExecutionInterceptor(new CephListingFix())
                    .addExecutionInterceptor(new WriteHeaders(settings.writes())));
  }

  private static StandardRetryStrategy retries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(9)
        .backoffStrategy(
            BackoffStrategy.exponentialDelay(Duration.ofMillis(100), Duration.ofSeconds(10)))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(Duration.ofMillis(500), Duration.ofSeconds(20)))
        .retryOnException(S3Failure::isTransient)
        .retryOnException(S3Failure::isTruncated)
        // The limiter slows the process down; a retry budget besides would
        // fail requests while the store is only busy.
        .circuitBreakerEnabled(false)
        .build();
  }

  /** Sees every attempt, also the client's own retries. */
  private record ThrottleWatch(AdaptiveLimiter limiter) implements ExecutionInterceptor {
    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes ignored) {
      int status = context.httpResponse().statusCode();
      if (status == 503 || status == 429) {
        limiter.throttled();
      }
    }
  }
}
