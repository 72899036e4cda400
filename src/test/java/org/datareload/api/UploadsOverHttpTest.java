package org.datareload.api;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads straight to the store by an HTTP client. */
class UploadsOverHttpTest {
  private static final String UPLOADS = "/api/v1/datasets/sales/orders/uploads";
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(Map.of("reload.uploads.single-up-to", "9MiB"));
    server.createDataset("sales", "orders");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void uploadsASmallFileByOnePut() {
    var upload = prepared("one.csv", 5, "\"contentType\":\"text/csv\",");
    assertThat(upload.path("key").asText())
        .matches("sales/orders/upload_date=[0-9]{10}/local/csv/one.csv");
    assertThat(upload.path("url").asText()).doesNotContainIgnoringCase("checksum");
    assertThat(upload.at("/headers/content-type").asText()).isEqualTo("text/csv");
    assertThat(put(upload.path("url").asText(), "12345", "text/csv")).isEqualTo(200);
    var done = end("completions", upload);
    assertThat(done.path("done")).hasSize(1);
    var files = server.get("/api/v1/datasets/sales/orders/files?q=one.csv").json();
    assertThat(files.at("/files/0/status").asText()).isEqualTo("pending");
    assertThat(files.at("/files/0/size").asInt()).isEqualTo(5);
  }

  @Test
  void keepsTheFoldersOfAFile() {
    var upload = prepared("dt=2026-11-01/one part.csv", 5, "");
    assertThat(upload.path("key").asText())
        .matches("sales/orders/upload_date=[0-9]{10}/local/csv/dt=2026-11-01/one part.csv");
    assertThat(put(upload.path("url").asText(), "12345", null)).isEqualTo(200);
    assertThat(end("completions", upload).path("done")).hasSize(1);
    var files = server.get("/api/v1/datasets/sales/orders/files?q=2026-11-01/one").json();
    assertThat(files.at("/files/0/name").asText()).isEqualTo("dt=2026-11-01/one part.csv");
  }

  @Test
  void aRepeatedPutReplacesOnlyItsOwnPendingFile() {
    var upload = prepared("twice.csv", 5, "");
    var other = prepared("twice.csv", 5, "");
    assertThat(other.path("key")).isNotEqualTo(upload.path("key"));
    var url = upload.path("url").asText();
    assertThat(put(url, "12345", null)).isEqualTo(200);
    assertThat(end("completions", upload).path("done")).hasSize(1);
    var changed = url.replace("twice.csv", "thrice.csv");
    assertThat(put(changed, "abcde", null)).isEqualTo(403);

    assertThat(put(url, "abcde", null)).isEqualTo(200);

    var files = server.get("/api/v1/datasets/sales/orders/files?q=twice.csv&status=pending").json();
    assertThat(files.path("total").asInt()).isEqualTo(1);
    assertThat(files.at("/files/0/key").asText()).isEqualTo(upload.path("key").asText());
  }

  @Test
  void refusesContentOfAnotherSize() {
    var upload = prepared("short.csv", 5, "");
    assertThat(put(upload.path("url").asText(), "123456", null)).isEqualTo(403);
    var done = end("completions", upload);
    assertThat(done.at("/failed/0/reason").asText()).contains("not arrived");
  }

  @Test
  void answers503WhenTheStoreFails() {
    server
        .s3()
        .intercept(
            Interceptor.before(
                call -> {
                  if (call.operation() == Operation.CREATE_UPLOAD) {
                    throw ObservedStore.refusal(403, "AccessDenied", "not for you");
                  }
                }));
    try {
      var reply = server.post(UPLOADS, "{\"files\":[{\"name\":\"no.csv\",\"size\":10000000}]}");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.headers()).containsKey("retry-after");
      assertThat(reply.json().path("detail").asText()).contains("AccessDenied", "try again");
    } finally {
      server.s3().intercept(Interceptor.NONE);
    }
  }

  @Test
  void uploadsALargeFileInParts() {
    var size = 17 << 20;
    var upload = prepared("large.csv", size, "");
    assertThat(upload.path("parts").asInt()).isEqualTo(2);
    var part = "x".repeat(16 << 20);
    assertThat(put(upload.at("/urls/0/url").asText(), part, null)).isEqualTo(200);
    assertThat(end("completions", upload).at("/failed/0/reason").asText()).contains("Part 2 of 2");

    var resumed = server.get(UPLOADS + "/" + upload.path("id").asText() + "?from=2").json();
    assertThat(resumed.at("/arrived/0/part").asInt()).isEqualTo(1);
    assertThat(put(resumed.at("/urls/0/url").asText(), "y".repeat(1 << 20), null)).isEqualTo(200);
    assertThat(end("completions", upload).path("done")).hasSize(1);
    var files = server.get("/api/v1/datasets/sales/orders/files?q=large.csv").json();
    assertThat(files.at("/files/0/size").asInt()).isEqualTo(size);
  }

  @Test
  void signsAtMostFiveThousandUrlsForAnAnswer() {
    var hundredParts = 100 * (16 << 20);
    var files =
        IntStream.range(0, 60)
            .mapToObj(i -> "{\"name\":\"wide%d.csv\",\"size\":%d}".formatted(i, hundredParts))
            .collect(joining(",", "{\"files\":[", "]}"));
    var created = server.post(UPLOADS, files).json().path("uploads");
    var ids =
        created.findValuesAsText("id").stream().collect(joining("\",\"", "{\"ids\":[\"", "\"]}"));
    var signed = server.post(UPLOADS + "/signatures", ids).json().path("uploads");

    for (var uploads : List.of(created, signed)) {
      assertThat(uploads).hasSize(60);
      assertThat(uploads.findValues("url")).hasSize(60 * 83);
      assertThat(uploads.findValuesAsText("next")).hasSize(60).containsOnly("84");
    }
    assertThat(server.post(UPLOADS + "/aborts", ids).json().path("done")).hasSize(60);
  }

  @Test
  void signsUrlsAgainAndAborts() {
    var upload = prepared("again.csv", 5, "");
    var again = end("signatures", upload);
    assertThat(again.at("/uploads/0/url").asText()).contains("again.csv");
    assertThat(end("aborts", upload).path("done")).hasSize(1);
    assertThat(end("aborts", upload).path("failed")).hasSize(1);
    var gone = server.post(UPLOADS + "/signatures", ids(upload));
    assertThat(gone.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_SUCCESS",
        "SUCCESS",
        "_x.csv",
        ".hidden",
        "..",
        "/a.csv",
        "a/",
        "a//b.csv",
        "a/../b.csv",
        "a/_b/c.csv",
        "a/_SUCCESS",
        "a/b_$folder$",
        "a\\u0000b",
        "a\\u202eb",
        " "
      })
  void refusesInvalidFileNames(String name) {
    var reply = server.post(UPLOADS, "{\"files\":[{\"name\":\"" + name + "\",\"size\":1}]}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo("files[0].name");
  }

  @Test
  void aFileNameMayBeAsLongAsAKeyAllows() {
    var path = "dt=2026-11-01/".repeat(50) + "a.csv";
    assertThat(prepared(path, 5, "").path("key").asText()).endsWith("/csv/" + path);

    for (var name : List.of("x".repeat(1000), "x".repeat(1025))) {
      var reply = server.post(UPLOADS, "{\"files\":[{\"name\":\"" + name + "\",\"size\":1}]}");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo("files[0].name");
    }
  }

  @Test
  void refusesFilesLargerThanTheStoreTakes() {
    var body = "{\"files\":[{\"name\":\"huge.csv\",\"size\":6597069766656}]}";
    var reply = server.post(UPLOADS, body);
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo("files[0].size");
  }

  private static JsonNode prepared(String name, long size, String more) {
    var body = "{\"files\":[{\"name\":\"%s\",%s\"size\":%d}]}".formatted(name, more, size);
    var reply = server.post(UPLOADS, body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().at("/uploads/0");
  }

  private static JsonNode end(String how, JsonNode upload) {
    var reply = server.post(UPLOADS + "/" + how, ids(upload));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static String ids(JsonNode upload) {
    return "{\"ids\":[\"" + upload.path("id").asText() + "\"]}";
  }

  private static int put(String url, String content, String type) {
    var request = HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofString(content));
    if (type != null) {
      request.header("Content-Type", type);
    }
    return server.send(request.build()).status();
  }
}
