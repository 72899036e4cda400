package org.datareload.store;

import java.util.HashMap;
import java.util.Map;
import org.datareload.demo.EmbeddedS3;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A client of an S3 server, and what is built on it. */
record StoreRig(
    StoreSettings settings,
    AwsCredentialsProvider credentials,
    AdaptiveLimiter limiter,
    S3AsyncClient client)
    implements AutoCloseable {
  static final long MIB = 1024 * 1024;

  static StoreRig open(EmbeddedS3 s3) {
    var settings = new StoreSettings(s3.endpoint(), "us-east-1", true, 64, 16 * MIB, 8 * MIB);
    return open(settings);
  }

  static StoreRig open(StoreSettings settings) {
    return open(
        settings,
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY)));
  }

  static StoreRig open(StoreSettings settings, AwsCredentialsProvider credentials) {
    var limiter = new AdaptiveLimiter(settings.maxInFlight());
    return new StoreRig(
        settings, credentials, limiter, S3Clients.open(settings, limiter, credentials));
  }

  /** A blocking client of the same server and limiter. The caller closes it. */
  S3Client openBlocking() {
    return S3Clients.openBlocking(settings, limiter, credentials);
  }

  /** The same server through another client. */
  StoreRig with(S3AsyncClient other) {
    return new StoreRig(settings, credentials, limiter, other);
  }

  /** The store, with the capabilities that probes find in the buckets. */
  S3ObjectStore store(String... buckets) {
    Map<String, StoreCapabilities> found = new HashMap<>();
    for (String bucket : buckets) {
      found.put(bucket, new StoreProbes(client, limiter).probe(bucket, "reload.lz.bucket"));
    }
    return new S3ObjectStore(client, limiter, settings, found);
  }

  /** The store through another client, without capabilities. */
  S3ObjectStore storeBy(S3AsyncClient other) {
    return new S3ObjectStore(other, limiter, settings, Map.of());
  }

  @Override
  public void close() {
    client.close();
  }
}
