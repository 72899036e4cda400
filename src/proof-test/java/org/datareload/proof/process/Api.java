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

/** What a child answers over HTTP; it may be dead at any time. */
record Api(int port, int managementPort) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** Whether the child drives, or knows of, an execution that is not over. */
  boolean isProcessing() {
    return get("/executions?status=processing&limit=1")
        .map(page -> !page.get("executions").isEmpty())
        .orElse(true);
  }

  /** What is answered below {@code /api/v1}; empty where there was no answer, or an error. */
  Optional<JsonNode> get(String path) {
    var answer = ask(port, "/api/v1" + path);
    if (answer == null || answer.statusCode() != 200) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(answer.body()));
    } catch (IOException broken) {
      throw new IllegalStateException(answer.body(), broken);
    }
  }

  /** The answer's status, or 0 where there was none. */
  int status(String path) {
    var answer = ask(port, path);
    return answer == null ? 0 : answer.statusCode();
  }

  /** Posts this below {@code /api/v1} and returns the answer's status, or 0. */
  int post(String path, String json) {
    var request = request(port, "/api/v1" + path).header("Content-Type", "application/json");
    var answer = ask(request.POST(HttpRequest.BodyPublishers.ofString(json)).build());
    return answer == null ? 0 : answer.statusCode();
  }

  /** Creates a dataset and returns the answer's status, or 0. */
  int create(String name) {
    return post(
        "/datasets",
        """
        {"domain":"spare","name":"%s","fileType":"csv","updateMethod":"reload",
         "notify":["ann@example.org"]}
        """
            .formatted(name));
  }

  /** The status of the child's health, or 0. */
  int health() {
    var answer = ask(managementPort, "/observe/health");
    return answer == null ? 0 : answer.statusCode();
  }

  private static HttpResponse<String> ask(int port, String path) {
    return ask(request(port, path).build());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse<String> ask(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException noAnswer) {
      return null;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
