package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.datareload.config.Application;
import org.datareload.demo.EmbeddedMail;
import org.datareload.demo.EmbeddedS3;
import org.datareload.store.ObjectRef;
import org.datareload.store.PutCondition;
import org.datareload.testing.H2File;
import org.datareload.testing.Ports;
import org.datareload.testing.TestDatabases;

/** The program on free ports, with an S3 and a mail server in memory, and an HTTP client for it. */
public final class TestServer implements AutoCloseable {
  public static final JsonMapper JSON = new JsonMapper();
  public static final String LANDING = "landing";
  public static final String LAKE = "lake";
  public static final String TOKEN = "events-token-of-this-test";

  /** Only a hang takes as long. */
  public static final Duration WAIT = Duration.ofMinutes(3);

  private static final Pattern SWEPT =
      Pattern.compile(
          "camel_exchanges_succeeded_total\\{.*routeId=\"sweep-now-and-again\".*} [1-9].*");

  private final EmbeddedS3 s3 = EmbeddedS3.inMemory();
  private final H2File database = new H2File();
  private final EmbeddedMail mail = EmbeddedMail.start(0);
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;
  private final URI metrics;
  // Null once it is closed: test classes keep their server until the JVM ends.
  private Application program;
  private boolean swept;

  /**
   * @param more properties that add to the defaults of tests, or replace them
   */
  public TestServer(Map<String, String> more) {
    this(more, false);
  }

  /**
   * @param versions whether both buckets keep versions
   */
  public TestServer(Map<String, String> more, boolean versions) {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    s3.createBucket(LANDING);
    s3.createBucket(LAKE);
    if (versions) {
      s3.keepVersions(LANDING);
      s3.keepVersions(LAKE);
    }
    var port = freePort();
    address = URI.create("http://127.0.0.1:" + port);
    var given = new HashMap<String, String>();
    given.put("reload.lz.bucket", LANDING);
    given.put("reload.dlz.bucket", LAKE);
    given.put("reload.trigger.settle", "0s");
    given.put("reload.s3.endpoint", s3.endpoint().toString());
    given.put("reload.s3.path-style", "true");
    given.put("reload.db.url", database.url());
    given.put("reload.mail.host", "127.0.0.1");
    given.put("reload.mail.port", Integer.toString(mail.port()));
    given.put("reload.http.port", Integer.toString(port));
    given.put("reload.management.port", Integer.toString(freePort()));
    given.put("reload.events.token", TOKEN);
    given.put("reload.http.rate", "1000000");
    given.put("reload.sweep.interval", "1h");
    given.putAll(more);
    var management = given.get("reload.management.port");
    metrics = URI.create("http://127.0.0.1:" + management + "/observe/metrics");
    program = Application.start(given);
  }

  /** Settings for a new database on PostgreSQL. */
  public static Map<String, String> onPostgres() {
    try (var database = TestDatabases.postgres()) {
      return Map.of("reload.db.url", database.pool().getJdbcUrl(), "reload.db.user", "postgres");
    }
  }

  public record Reply(int status, Map<String, String> headers, String text) {
    /** The body, which must be JSON. */
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException notJson) {
        throw new UncheckedIOException(text, notJson);
      }
    }
  }

  public URI address() {
    return address;
  }

  public EmbeddedS3 s3() {
    return s3;
  }

  public EmbeddedMail mail() {
    return mail;
  }

  public Application program() {
    return program;
  }

  public Reply get(String path) {
    return send("GET", path, null, Map.of());
  }

  public Reply post(String path, String json) {
    return send("POST", path, json, Map.of("Content-Type", "application/json"));
  }

  public Reply send(String method, String path, String body, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request.build());
  }

  public Reply send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      var headers = new HashMap<String, String>();
      response.headers().map().forEach((name, all) -> headers.put(name, String.join(", ", all)));
      return new Reply(response.statusCode(), headers, response.body());
    } catch (IOException failed) {
      throw new UncheckedIOException(request.uri().toString(), failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /**
   * Repeats a request, by many threads so that even a slow machine exceeds the rate, until one is
   * refused with 429; returns that response.
   */
  public Reply untilRefused(Supplier<Reply> request) {
    return await()
        .atMost(WAIT)
        .until(
            () ->
                IntStream.range(0, 40)
                    .mapToObj(i -> CompletableFuture.supplyAsync(request))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .filter(reply -> reply.status() == 429)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until an execution is over, and returns it. */
  public JsonNode awaitEnd(String executionId) {
    var path = "/api/v1/executions/" + executionId;
    return await().atMost(WAIT).until(() -> get(path).json(), TestServer::isOver);
  }

  /** Starts an execution of a dataset and waits until it has completed; returns its id. */
  public String process(String dataset, String body) {
    var started = post("/api/v1/datasets/" + dataset + "/executions", body);
    if (started.status() != 202) {
      throw new IllegalStateException(started.toString());
    }
    var ended = awaitEnd(started.json().path("id").asText());
    if (!ended.path("status").asText().equals("completed")) {
      throw new IllegalStateException(ended.toString());
    }
    return ended.path("id").asText();
  }

  private static boolean isOver(JsonNode execution) {
    return !execution.path("status").asText().equals("processing");
  }

  /** Creates a dataset of CSV files. */
  public Reply createDataset(String domain, String name) {
    return post(
        "/api/v1/datasets",
        """
        {"domain":"%s","name":"%s","fileType":"csv","updateMethod":"reload",
         "notify":["ana@example.com"]}
        """
            .formatted(domain, name));
  }

  /** Puts an object into a dataset's landing folder and posts its event; returns its key. */
  public String land(String dataset, String fileName, String content) {
    var folder = dataset + "/upload_date=" + Instant.now().getEpochSecond() + "/ana/csv/";
    return put(folder + fileName, content);
  }

  /** Puts an object into the landing zone and posts its event; returns its key. */
  public String put(String key, String content) {
    store(key, content);
    var headers = Map.of("Authorization", "Bearer " + TOKEN);
    var reply = send("POST", "/events/s3", event(key), headers);
    if (reply.status() / 100 != 2) {
      throw new IllegalStateException(reply.toString());
    }
    return key;
  }

  /**
   * Puts an object into the landing zone and posts no event. Waits for the first sweep, which would
   * find it.
   */
  public void putQuietly(String key, String content) {
    if (!swept) {
      await().atMost(WAIT).until(this::hasSwept);
      swept = true;
    }
    store(key, content);
  }

  private boolean hasSwept() throws Exception {
    var request = HttpRequest.newBuilder(metrics).build();
    try (var lines = client.send(request, BodyHandlers.ofLines()).body()) {
      return lines.anyMatch(SWEPT.asMatchPredicate());
    }
  }

  private void store(String key, String content) {
    try {
      var file = Files.createTempFile("land", ".csv");
      Files.writeString(file, content, UTF_8);
      program
          .store()
          .put(new ObjectRef(LANDING, key), file, "text/csv", Map.of(), new PutCondition.Always())
          .join();
      Files.delete(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** An event of MinIO for a new object. */
  public static String event(String key) {
    return "{\"Records\":[" + record(key) + "]}";
  }

  /** The record of {@link #event}. */
  public static String record(String key) {
    return """
        {"eventSource":"minio:s3","eventName":"s3:ObjectCreated:Put",
         "s3":{"bucket":{"name":"%s"},"object":{"key":"%s"}}}"""
        .formatted(LANDING, java.net.URLEncoder.encode(key, UTF_8));
  }

  /** A port that is free now. */
  public static int freePort() {
    return Ports.free();
  }

  @Override
  public void close() {
    program.close();
    program = null;
    mail.close();
    s3.close();
    database.close();
  }
}
