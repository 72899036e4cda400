package org.datareload.proof.scale;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.datareload.api.ContractText;
import org.datareload.api.ContractText.Operation;
import org.datareload.api.TestServer;
import org.datareload.config.ConfigBridge;
import org.datareload.config.MainProcess;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.demo.EmbeddedS3;
import org.datareload.testing.ManyRows;
import org.datareload.testing.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each operation at the largest input that its contract allows, sent to a program with a small
 * heap, which ends at once when it runs out of memory.
 */
@Timeout(1_200)
class LargestRequestsTest {
  private static final String DATASET = "/api/v1/datasets/many/files";
  private static final String UPLOADS = DATASET + "/uploads";
  private static final String LIVE = "/api/v1/executions/01J0000000000000000000LIVE";
  private static final int ROWS = 100_000;
  private static final int MAX_UPLOADS = 5_000;
  private static final int MAX_FILES = 10_000;
  private static final long LARGEST = 5_497_558_138_880L;

  private final HttpClient client = HttpClient.newHttpClient();
  private final EmbeddedS3 s3 = EmbeddedS3.inMemory();
  private final Set<String> sent = new TreeSet<>();
  private final List<Operation> operations = new ContractText().operations();
  private final int port = Ports.free();

  @TempDir Path folder;
  private String dataset;

  /** A dataset with many pending files and a live execution of as many. */
  @BeforeEach
  void fill() throws IOException {
    s3.createBucket("landing");
    s3.createBucket("lake");
    Files.createDirectory(folder.resolve("routes"));
    // A sweep would find that the files of the rows do not exist.
    try (var routes =
        Files.newDirectoryStream(Path.of("routes"), "{mail,report,sqs,status,webhook}.*")) {
      for (var route : routes) {
        Files.copy(route, folder.resolve("routes").resolve(route.getFileName()));
      }
    }
    try (var pool = ConfigBridge.openPool(database(), "reload", "")) {
      var jdbi = ConfigBridge.migrate(pool);
      var people = DatasetSettings.of(List.of("ana@example.com"));
      dataset =
          new Datasets(jdbi.onDemand(DatasetSql.class))
              .create(new NewDataset("many", "files", "csv", "reload", people))
              .id();
      ManyRows.pending(jdbi, dataset, ROWS);
      ManyRows.live(jdbi, dataset, ROWS, ROWS / 2);
    }
  }

  private String database() {
    return "jdbc:h2:file:" + folder.resolve("reload");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void fitInASmallHeap() throws Exception {
    var properties =
        List.of(
            "reload.lz.bucket=landing",
            "reload.dlz.bucket=lake",
            "reload.s3.path-style=true",
            "reload.s3.endpoint=" + s3.endpoint(),
            "reload.db.url=" + database(),
            "reload.http.port=" + port,
            "reload.management.port=" + Ports.free(),
            "reload.events.token=t",
            "reload.sweep.interval=1h");
    var heap = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
    try (var program = new MainProcess(folder, heap, properties)) {
      await()
          .atMost(TestServer.WAIT)
          .until(() -> !program.isAlive() || program.log().contains("Data Reload serves"));
      try {
        var open = sendUploads();
        sendSelections();
        sendReads();
        sendSmall();
        sendEvents();
        send(200, "POST", UPLOADS + "/aborts", open);
      } catch (IOException | AssertionError failed) {
        throw new AssertionError(program.log(), failed);
      }
      assertThat(program.isAlive()).as(program.log()).isTrue();
      assertThat(program.log()).doesNotContain("OutOfMemoryError");
    }
    assertThat(sent).isEqualTo(operations.stream().map(Operation::id).collect(toSet()));
  }

  /** Returns the ids of uploads that are open. */
  private String sendUploads() throws Exception {
    var small = create("s" + "x".repeat(130), 1);
    assertThat(small.findValues("url")).hasSize(MAX_UPLOADS);
    var large = create("l", LARGEST);
    assertThat(large.path("uploads")).hasSize(MAX_UPLOADS);
    assertThat(large.findValues("url")).hasSize(MAX_UPLOADS);
    assertThat(large.at("/uploads/0/next").asInt()).isEqualTo(2);

    var signed = send(200, "POST", UPLOADS + "/signatures", ids(large));
    assertThat(signed.findValues("url")).hasSize(MAX_UPLOADS);
    var first = UPLOADS + "/" + large.at("/uploads/0/id").asText();
    assertThat(send(200, "GET", first + "?from=2", null).findValues("url")).hasSize(100);
    var done = send(200, "POST", UPLOADS + "/completions", ids(small));
    assertThat(done.path("failed")).hasSize(MAX_UPLOADS);
    // For each of the others, the store in memory would look through all that are open.
    return ids(small);
  }

  private JsonNode create(String name, long size) throws Exception {
    var files =
        list(MAX_UPLOADS, i -> "{\"name\":\"%s%04d\",\"size\":%d}".formatted(name, i, size));
    return send(201, "POST", UPLOADS, "{\"files\":" + files + "}");
  }

  private static String ids(JsonNode uploads) {
    var all = uploads.path("uploads");
    return "{\"ids\":" + list(all.size(), i -> "\"" + all.get(i).path("id").asText() + "\"") + "}";
  }

  private void sendSelections() throws Exception {
    var files = "{\"files\":" + rows(0) + "}";
    var all =
        "{\"all\":true,\"q\":\".csv\",\"except\":%s,\"expected\":%d}"
            .formatted(rows(MAX_FILES), ROWS - MAX_FILES);
    send(200, "POST", DATASET + "/previews", files);
    send(200, "POST", DATASET + "/previews", all);
    send(200, "POST", DATASET + "/deletions", files);
    send(202, "POST", DATASET + "/executions", "{\"files\":" + rows(MAX_FILES) + "}");
    send(409, "POST", DATASET + "/executions", all);
  }

  private String rows(int from) {
    return list(MAX_FILES, i -> "\"" + ManyRows.id(dataset, from + i) + "\"");
  }

  private void sendReads() throws Exception {
    for (var below : List.of("/files", "/executions", "/problems", "/members", "/audit")) {
      send(200, "GET", DATASET + below + "?limit=500", null);
    }
    for (var path : List.of("/datasets", "/executions", "/problems", "/audit", "/users/tokens")) {
      send(200, "GET", "/api/v1" + path + "?limit=500", null);
    }
    for (var path :
        List.of(DATASET, LIVE, LIVE + "/files?limit=500", "/api/v1/me", "/openapi.yaml")) {
      send(200, "GET", path, null);
    }
    send(200, "GET", LIVE + "/receipt?format=json", null);
    send(200, "GET", LIVE + "/receipt?format=csv", null);
    send(200, "GET", "/api/v1/live", null);
  }

  private void sendSmall() throws Exception {
    var notify = list(20, i -> "\"" + "a".repeat(60) + i + "@" + "b".repeat(60) + ".example\"");
    var text = "\"" + "x".repeat(2_000) + "\"";
    var settings = "\"description\":%s,\"notify\":%s".formatted(text, notify);
    var name = "d".repeat(120);
    var created =
        "{\"domain\":\"%s\",\"name\":\"%s\",\"fileType\":\"csv\",\"updateMethod\":\"reload\",%s}"
            .formatted(name, name, settings);
    send(201, "POST", "/api/v1/datasets", created);
    var path = "/api/v1/datasets/" + name + "/" + name;
    send(200, "PATCH", path, "{" + settings + "}");
    send(200, "PUT", path + "/members/zoe", "{\"role\":\"reader\"}");
    send(204, "DELETE", path + "/members/zoe", null);
    send(204, "DELETE", path + "?purge=true", null);
    var token =
        "{\"name\":\"%s\",\"scopes\":[\"view\",\"upload\",\"process\",\"delete\",\"own\"]}"
            .formatted("t".repeat(120));
    var id = send(201, "POST", "/api/v1/tokens", token).path("id").asText();
    send(200, "GET", "/api/v1/tokens", null);
    send(204, "DELETE", "/api/v1/tokens/" + id, null);
    send(200, "DELETE", "/api/v1/tokens", null);
    var signIn = "{\"user\":\"%s\",\"password\":\"%s\"}";
    send(404, "POST", "/api/v1/session", signIn.formatted("u".repeat(120), "p".repeat(200)));
    send(204, "DELETE", "/api/v1/session", null);
  }

  private void sendEvents() throws Exception {
    var key = "many/files/upload_date=1700000000/ana/csv/";
    var one = TestServer.event(key).strip();
    var item = one.substring(one.indexOf('[') + 1, one.lastIndexOf(']'));
    var count = (1 << 20) / (item.length() + 8);
    var named = item.replace("csv%2F", "csv%2FNUMBER");
    var body =
        "{\"Records\":" + list(count, i -> named.replace("NUMBER", "%06d".formatted(i))) + "}";
    send(200, "POST", "/events/s3", body);
    send(200, "POST", "/events/s3/t", body);
  }

  private static String list(int count, IntFunction<String> item) {
    return IntStream.range(0, count).mapToObj(item).collect(joining(",", "[", "]"));
  }

  /** Sends a request; returns its JSON answer, which is missing for other answers. */
  private JsonNode send(int status, String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer t")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (path.endsWith("/live")) {
      assertThat(client.send(request.build(), BodyHandlers.ofLines()).statusCode()).isEqualTo(200);
    } else {
      return answer(status, method, path, client.send(request.build(), BodyHandlers.ofString()));
    }
    note(method, path);
    return TestServer.JSON.missingNode();
  }

  private JsonNode answer(int status, String method, String path, HttpResponse<String> response)
      throws IOException {
    assertThat(response.statusCode()).as(method + " " + path).isEqualTo(status);
    note(method, path);
    var type = response.headers().firstValue("Content-Type").orElse("");
    return type.endsWith("json")
        ? TestServer.JSON.readTree(response.body())
        : TestServer.JSON.missingNode();
  }

  /** Notes the operation of the request. */
  private void note(String method, String path) {
    var plain = path.split("\\?")[0];
    operations.stream()
        .filter(operation -> operation.method().equals(method))
        .filter(operation -> plain.matches(operation.path().replaceAll("\\{\\w+}", "[^/]+")))
        .forEach(operation -> sent.add(operation.id()));
  }
}
