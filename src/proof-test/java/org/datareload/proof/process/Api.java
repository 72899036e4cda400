package org.datareload.proof.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** The HTTP API of a child, which may be dead at any time. */
record Api(int port, int managementPort) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** Whether an execution is not over; true if there is no response. */
  boolean isProcessing() {
    return get("/executions?status=processing&limit=1")
        .map(page -> !page.get("executions").isEmpty())
        .orElse(true);
  }

  /** The body of a GET below {@code /api/v1}; empty without a response or with an error status. */
  Optional<JsonNode> get(String path) {
    var response = send(port, "/api/v1" + path);
    if (response == null || response.statusCode() != 200) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(response.body()));
    } catch (IOException broken) {
      throw new IllegalStateException(response.body(), broken);
    }
  }

  /** The status of a GET, or 0 without a response. */
  int status(String path) {
    var response = send(port, path);
    return response == null ? 0 : response.statusCode();
  }

  /** Posts JSON below {@code /api/v1} and returns the status, or 0 without a response. */
  int post(String path, String json) {
    var request = request(port, "/api/v1" + path).header("Content-Type", "application/json");
    var response = send(request.POST(HttpRequest.BodyPublishers.ofString(json)).build());
    return response == null ? 0 : response.statusCode();
  }

  /** Creates a dataset and returns the status, or 0 without a response. */
  int create(String name) {
    return post(
        "/datasets",
        """
        {"domain":"spare","name":"%s","fileType":"csv","updateMethod":"reload",
         "notify":["ann@example.org"]}
        """
            .formatted(name));
  }

  /** The status of the health check, or 0 without a response. */
  int health() {
    var response = send(managementPort, "/observe/health");
    return response == null ? 0 : response.statusCode();
  }

  private static HttpResponse<String> send(int port, String path) {
    return send(request(port, path).build());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException noResponse) {
      return null;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
