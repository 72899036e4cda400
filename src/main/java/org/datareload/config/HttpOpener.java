package org.datareload.config;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Opens addresses on the network within a bounded time. */
final class HttpOpener {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Sends a GET and follows no redirect; returns the status of the answer. */
  int open(URI address) throws IOException {
    var client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    var request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("this process is stopping", stopped);
    }
  }
}
