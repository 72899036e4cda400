package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

class CephListingFixTest {
  @Test
  void acceptsAPlainMarker() throws IOException {
    var page = listed("<Prefix>a/%.c</Prefix><KeyMarker>%</KeyMarker>", "a/%.csv+1");
    assertThat(page.nextKeyMarker()).isEqualTo("a/%.csv+1");
    assertThat(page.versions()).singleElement().extracting("key").isEqualTo("a/%.csv+1");
  }

  @Test
  void acceptsAnEncodedMarker() throws IOException {
    var page = listed("<Prefix>a/</Prefix><KeyMarker>a/</KeyMarker>", "a%2F%25.csv%2B1");
    assertThat(page.nextKeyMarker()).isEqualTo("a/%.csv+1");
  }

  @Test
  void acceptsAPlainMarkerOfListObjects() throws IOException {
    var page =
        serve(
            """
            <ListBucketResult><EncodingType>url</EncodingType><Prefix>a/%.c</Prefix>\
            <Marker>%</Marker><IsTruncated>true</IsTruncated><NextMarker>a/%.csv+1</NextMarker>\
            <Contents><Key>a%2F%25.csv%2B1</Key></Contents></ListBucketResult>""",
            client -> client.listObjects(l -> l.bucket("bucket").encodingType(EncodingType.URL)));
    assertThat(page.nextMarker()).isEqualTo("a/%.csv+1");
    assertThat(page.contents()).singleElement().extracting("key").isEqualTo("a/%.csv+1");
  }

  private static ListObjectVersionsResponse listed(String echoed, String nextKeyMarker)
      throws IOException {
    return serve(
        """
        <ListVersionsResult><EncodingType>url</EncodingType>%s<IsTruncated>true</IsTruncated>\
        <NextKeyMarker>%s</NextKeyMarker><NextVersionIdMarker>v</NextVersionIdMarker>\
        <Version><Key>a%%2F%%25.csv%%2B1</Key><VersionId>v</VersionId></Version>\
        </ListVersionsResult>"""
            .formatted(echoed, nextKeyMarker),
        client ->
            client.listObjectVersions(l -> l.bucket("bucket").encodingType(EncodingType.URL)));
  }

  /** What the client makes of a response with this body. */
  private static <R> R serve(String body, Function<S3AsyncClient, CompletableFuture<R>> request)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    var endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var client =
        S3Clients.open(
            StoreSettings.of(endpoint, "us-east-1", true),
            new AdaptiveLimiter(1),
            AnonymousCredentialsProvider.create())) {
      return request.apply(client).join();
    } finally {
      server.stop(0);
    }
  }
}
