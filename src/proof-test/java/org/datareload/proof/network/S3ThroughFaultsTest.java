package org.datareload.proof.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.datareload.demo.EmbeddedS3;
import org.datareload.store.AdaptiveLimiter;
import org.datareload.store.S3Clients;
import org.datareload.store.StoreSettings;
import org.datareload.testing.proxy.Fault;
import org.datareload.testing.proxy.FaultProxy;
import org.datareload.testing.proxy.HttpProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The S3 client repeats a request after any fault of the network or the server. */
class S3ThroughFaultsTest {
  private static final EmbeddedS3 S3 = EmbeddedS3.inMemory();
  private static final Set<String> WITH_ERROR_INSIDE = Set.of("COPY");
  private static FaultProxy proxy;
  private static S3AsyncClient client;

  @BeforeAll
  static void open() {
    S3.createBucket("bucket");
    proxy = new FaultProxy(S3.endpoint().getPort(), new HttpProtocol());
    proxy.silence(100);
    var endpoint = java.net.URI.create("http://127.0.0.1:" + proxy.port());
    client =
        S3Clients.open(
            new StoreSettings(endpoint, "us-east-1", true, 4, 1 << 20, 5 << 20),
            new AdaptiveLimiter(4),
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY)));
    client.putObject(p -> p.bucket("bucket").key("a"), AsyncRequestBody.fromString("a")).join();
  }

  @AfterAll
  static void close() {
    client.close();
    proxy.close();
    S3.close();
  }

  @ParameterizedTest
  @EnumSource
  void succeedsInTheEnd(Fault fault) {
    requests()
        .forEach(
            (name, request) -> {
              // Other responses have no body, or only a list.
              if (fault != Fault.ERROR_INSIDE || WITH_ERROR_INSIDE.contains(name)) {
                var before = proxy.struck(fault);
                var once = new ConcurrentLinkedQueue<>(List.of(fault));
                proxy.faults(once::poll);
                request.run();
                assertThat(proxy.struck(fault)).as(name).isEqualTo(before + 1);
              }
            });
  }

  private static Map<String, Runnable> requests() {
    return Map.of(
        "HEAD", () -> client.headObject(h -> h.bucket("bucket").key("a")).join(),
        "LIST", () -> client.listObjectsV2(l -> l.bucket("bucket")).join(),
        "COPY",
            () ->
                client
                    .copyObject(
                        c ->
                            c.sourceBucket("bucket")
                                .sourceKey("a")
                                .destinationBucket("bucket")
                                .destinationKey("b"))
                    .join());
  }
}
