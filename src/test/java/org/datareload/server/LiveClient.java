package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import java.util.function.Predicate;
import org.datareload.api.TestServer;

/** A client of the live stream. */
public record LiveClient(HttpURLConnection connection, BufferedReader lines)
    implements AutoCloseable {
  public static LiveClient follow(URI server, String path) {
    return follow(server, path, Map.of());
  }

  static LiveClient follow(URI server, String path, Map<String, String> headers) {
    try {
      var connection = (HttpURLConnection) URI.create(server + path).toURL().openConnection();
      connection.setReadTimeout((int) TestServer.WAIT.toMillis());
      headers.forEach(connection::setRequestProperty);
      var reader = new InputStreamReader(connection.getInputStream(), UTF_8);
      return new LiveClient(connection, new BufferedReader(reader));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public int status() {
    try {
      return connection.getResponseCode();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public Map<String, String> headers() {
    return Map.of(
        "content-type", connection.getContentType(),
        "cache-control", connection.getHeaderField("Cache-Control"));
  }

  /**
   * @throws IllegalStateException if the stream ends before
   */
  public JsonNode nextSnapshot() {
    return nextSnapshot(snapshot -> true);
  }

  /** The next snapshot that meets a condition. */
  public JsonNode nextSnapshot(Predicate<JsonNode> condition) {
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          var snapshot = TestServer.JSON.readTree(line.substring(6));
          if (condition.test(snapshot)) {
            return snapshot;
          }
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    throw new IllegalStateException("the stream ended");
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
