package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

class CephListingFixTest {
  @Test
  void takesAMarkerThatCameAsItIs() throws IOException {
    var page = listed("<Prefix>a/%.c</Prefix><KeyMarker>%</KeyMarker>", "a/%.csv+1");
    assertThat(page.nextKeyMarker()).isEqualTo("a/%.csv+1");
    assertThat(page.versions()).singleElement().extracting("key").isEqualTo("a/%.csv+1");
  }

  @Test
  void takesAMarkerThatCameEncoded() throws IOException {
    var page = listed("<Prefix>a/</Prefix><KeyMarker>a/</KeyMarker>", "a%2F%25.csv%2B1");
    assertThat(page.nextKeyMarker()).isEqualTo("a/%.csv+1");
  }

  private static ListObjectVersionsResponse listed(String echoed, String nextKeyMarker)
      throws IOException {
    var answer =
        """
        <ListVersionsResult><EncodingType>url</EncodingType>%s<IsTruncated>true</IsTruncated>\
        <NextKeyMarker>%s</NextKeyMarker><NextVersionIdMarker>v</NextVersionIdMarker>\
        <Version><Key>a%%2F%%25.csv%%2B1</Key><VersionId>v</VersionId></Version>\
        </ListVersionsResult>"""
            .formatted(echoed, nextKeyMarker)
            .getBytes(StandardCharsets.UTF_8);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    var endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var client =
        S3Clients.open(
            StoreSettings.of(endpoint, "us-east-1", true),
            new AdaptiveLimiter(1),
            AnonymousCredentialsProvider.create())) {
      return client
          .listObjectVersions(l -> l.bucket("bucket").encodingType(EncodingType.URL))
          .join();
    } finally {
      server.stop(0);
    }
  }
}
