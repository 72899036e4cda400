package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Snapshots as somebody who watches gets them. */
class LiveOverHttpTest {
  /** Somebody who watches. */
  record Watch(URLConnection connection, BufferedReader lines) implements AutoCloseable {
    int status() {
      try {
        return ((java.net.HttpURLConnection) connection).getResponseCode();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    Map<String, String> headers() {
      return Map.of(
          "content-type", connection.getContentType(),
          "cache-control", connection.getHeaderField("Cache-Control"));
    }

    JsonNode nextSnapshot() {
      try {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("data: ")) {
            return TestServer.JSON.readTree(line.substring(6));
          }
        }
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      throw new IllegalStateException("the stream ended");
    }

    @Override
    public void close() {
      ((java.net.HttpURLConnection) connection).disconnect();
    }
  }

  static Watch follow(URI server, String path) {
    return follow(server, path, Map.of());
  }

  static Watch follow(URI server, String path, Map<String, String> headers) {
    try {
      var connection = URI.create(server + path).toURL().openConnection();
      connection.setReadTimeout(20_000);
      headers.forEach(connection::setRequestProperty);
      var reader = new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8);
      return new Watch(connection, new BufferedReader(reader));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  @Timeout(60)
  void tellsWhatChanges() {
    try (var server = new TestServer(Map.of())) {
      server.createDataset("sales", "orders");
      server.createDataset("sales", "others");
      var path = "/api/v1/live?dataset=sales/orders";
      try (var watch = follow(server.address(), path)) {
        var first = watch.nextSnapshot();
        assertThat(first.path("datasets")).hasSize(1);
        assertThat(first.at("/datasets/0/files/pending").asInt()).isZero();
        server.land("sales/orders", "a.csv", "1");
        var second = watch.nextSnapshot();
        assertThat(second.path("version").asLong()).isGreaterThan(first.path("version").asLong());
        assertThat(second.at("/datasets/0/files/pending").asInt()).isOne();
      }
    }
  }
}
