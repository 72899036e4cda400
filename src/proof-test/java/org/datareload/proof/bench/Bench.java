package org.datareload.proof.bench;

import java.net.URI;
import java.util.UUID;
import java.util.stream.IntStream;
import org.datareload.demo.EmbeddedS3;
import org.datareload.testing.proxy.FaultProxy;
import org.datareload.testing.proxy.HttpProtocol;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The store under the benchmark, with five new buckets. */
final class Bench implements AutoCloseable {
  private static final int CONNECTIONS = 64;

  final URI endpoint;
  final String accessKey;
  final String secretKey;
  final String landing;
  final String lake;
  final String versionedLake;
  final String from;
  final String to;
  private final EmbeddedS3 embedded;
  private final S3Client client;
  private final byte[] content;

  Bench(Options options) {
    embedded = options.endpoint() == null ? EmbeddedS3.inMemory() : null;
    endpoint = embedded == null ? options.endpoint() : embedded.endpoint();
    accessKey = embedded == null ? options.accessKey() : EmbeddedS3.ACCESS_KEY;
    secretKey = embedded == null ? options.secretKey() : EmbeddedS3.SECRET_KEY;
    content = new byte[options.size()];
    client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
            .httpClientBuilder(Apache5HttpClient.builder().maxConnections(CONNECTIONS))
            .build();
    var id = UUID.randomUUID().toString().substring(0, 8);
    landing = create("landing-" + id);
    lake = create("lake-" + id);
    versionedLake = create("versioned-lake-" + id);
    client.putBucketVersioning(
        v ->
            v.bucket(versionedLake)
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    from = create("from-" + id);
    to = create("to-" + id);
  }

  private String create(String bucket) {
    client.createBucket(b -> b.bucket(bucket));
    return bucket;
  }

  void fill(String bucket, String prefix, int files) {
    IntStream.range(0, files)
        .parallel()
        .forEach(i -> put(bucket, prefix + "part-%06d.csv".formatted(i), content));
  }

  void put(String bucket, String key, byte[] bytes) {
    client.putObject(p -> p.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
  }

  long count(String bucket, String prefix) {
    return client.listObjectsV2Paginator(l -> l.bucket(bucket).prefix(prefix)).contents().stream()
        .count();
  }

  /** A proxy before the store that counts requests; the store must be on this machine. */
  FaultProxy counter() {
    return new FaultProxy(endpoint.getPort(), new HttpProtocol());
  }

  boolean isLocal() {
    return endpoint.getHost().equals("127.0.0.1") || endpoint.getHost().equals("localhost");
  }

  @Override
  public void close() {
    client.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
