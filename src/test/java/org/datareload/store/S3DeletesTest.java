package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.datareload.demo.EmbeddedS3;
import org.datareload.store.DeleteResult.Deleted;
import org.datareload.store.S3Deletes.Target;
import org.datareload.testing.proxy.Fault;
import org.datareload.testing.proxy.FaultProxy;
import org.datareload.testing.proxy.HttpProtocol;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;

class S3DeletesTest {
  private static final String BUCKET = "bucket";

  @Test
  void deletesKeysThatTheResponseDoesNotName() {
    try (var s3 = EmbeddedS3.inMemory();
        var proxy = new FaultProxy(s3.endpoint().getPort(), new HttpProtocol())) {
      s3.createBucket(BUCKET);
      var limiter = new AdaptiveLimiter(4);
      var settings =
          new StoreSettings(
              URI.create("http://127.0.0.1:" + proxy.port()),
              "us-east-1",
              true,
              4,
              1 << 20,
              5 << 20);
      var credentials = AwsBasicCredentials.create(EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY);
      var client = S3Clients.open(settings, limiter, StaticCredentialsProvider.create(credentials));
      var keys = IntStream.range(0, 5).mapToObj(i -> "file-" + i).toList();
      for (var key : keys) {
        client.putObject(p -> p.bucket(BUCKET).key(key), AsyncRequestBody.fromString("x")).join();
      }
      // The response has an error for the first key only; nothing was deleted.
      var once = new ConcurrentLinkedQueue<>(List.of(Fault.ERROR_INSIDE));
      proxy.faults(once::poll);
      var targets = keys.stream().map(key -> new Target(key, null, null)).toList();
      var results = new S3Deletes(client, limiter).delete(BUCKET, targets).join();
      assertThat(proxy.struck(Fault.ERROR_INSIDE)).isEqualTo(1);
      assertThat(results).hasSize(5).containsOnly(new Deleted());
      assertThat(client.listObjectsV2(l -> l.bucket(BUCKET)).join().contents()).isEmpty();
      client.close();
    }
  }
}
