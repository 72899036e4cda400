package org.datareload.store;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * An external server, given by system properties: {@code reload.test.s3.endpoint}, {@code
 * reload.test.s3.access-key}, {@code reload.test.s3.secret-key} and, where it is not us-east-1,
 * {@code reload.test.s3.region}. Buckets {@code reload-test-…} are created in it, and dropped in
 * the end.
 */
record ExternalServer(StoreRig rig, List<String> buckets) implements TestServer {
  static final String ENDPOINT = "reload.test.s3.endpoint";

  static ExternalServer open() {
    var settings =
        new StoreSettings(
            URI.create(System.getProperty(ENDPOINT)),
            System.getProperty("reload.test.s3.region", "us-east-1"),
            true,
            64,
            16 * StoreRig.MIB,
            8 * StoreRig.MIB);
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                System.getProperty("reload.test.s3.access-key"),
                System.getProperty("reload.test.s3.secret-key")));
    return new ExternalServer(StoreRig.open(settings, credentials), new ArrayList<>());
  }

  @Override
  public String newBucket(boolean versions) {
    String bucket = "reload-test-" + UUID.randomUUID();
    rig.client().createBucket(b -> b.bucket(bucket)).join();
    buckets.add(bucket);
    if (versions) {
      rig.client()
          .putBucketVersioning(
              b ->
                  b.bucket(bucket)
                      .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)))
          .join();
    }
    return bucket;
  }

  @Override
  public void close() {
    buckets.forEach(this::drop);
    rig.close();
  }

  private void drop(String bucket) {
    var client = new LimitedS3AsyncClient(rig.client(), rig.limiter());
    new OpenUploads(client).abort(bucket, "", key -> true);
    var left = new ArrayList<S3Deletes.Target>();
    new S3Listings(client, any -> StoreTraits.USUAL)
        .versionsAndMarkers(bucket, "")
        .forEachRemaining(left::addAll);
    new S3Deletes(client, rig.limiter()).delete(bucket, left).join();
    client.deleteBucket(b -> b.bucket(bucket)).join();
  }
}
