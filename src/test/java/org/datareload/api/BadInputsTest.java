package org.datareload.api;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.datareload.api.TestServer.Reply;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid and hostile requests, and the response to each. */
class BadInputsTest {
  private static final String D = "/api/v1/datasets/bad/inputs";
  private static final CallbackServer CALLBACKS = new CallbackServer();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(Map.of());
    server.createDataset("bad", "inputs");
    server.createDataset("bad", "others");
    server.land("bad/inputs", "stays.csv", "1");
    server.land("bad/others", "foreign.csv", "1");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    CALLBACKS.close();
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        row("1 a path that climbs", 404, () -> raw("GET /api/v1/datasets/../../etc/passwd")),
        row("1 a path that climbs, encoded", 404, () -> raw("GET " + D + "/%2e%2e/%2e%2e/x")),
        row("2 a name encoded twice", 404, () -> server.get("/api/v1/datasets/bad/%252e%252e")),
        row("18 an unknown file", 404, () -> process("{\"files\":[\"unknown\"]}")),
        row("18 a file of another dataset", 404, () -> process(ids("bad/others", "pending"))),
        row("19 no file", 422, () -> process("{\"files\":[]}")),
        row("19 an empty object", 422, () -> process("{}")),
        row("23 no JSON", 400, () -> server.post(D + "/deletions", "nothing")),
        row("23 deep JSON", 400, () -> server.post(D + "/deletions", "[".repeat(100_000))),
        row("23 no JSON event", 400, () -> event("null")),
        row("23 a deep event", 400, () -> event("[".repeat(200_000))),
        row("24 an event without records", 200, () -> event("{\"Records\":[]}")),
        row("25 an event of another bucket", 200, () -> event(ofBucket("foreign"))),
        row(
            "27 headers for Camel",
            200,
            () -> RawRequest.of(server, "GET " + D, camelHeaders(), "")),
        row("27 a query for Camel", 422, () -> server.get(D + "?CamelHttpUri=http://evil/")),
        row("28 a loopback name", 200, () -> host("LOCALHOST:1")),
        row("28 a loopback address", 200, () -> host("127.0.0.1")),
        row("28 the IPv6 loopback address", 200, () -> host("[::1]:8080")),
        row("28 a foreign name", 403, () -> host("evil.example:8080")),
        row(
            "28 a foreign name that begins like an address",
            403,
            () -> host("127.0.0.1.evil.example")),
        row("33 a wrong token", 401, () -> server.post("/events/s3/wrong", "{}")),
        row("33 a wrong token, no body yet", 401, () -> announced("/events/s3/wrong")),
        row("33 no token", 401, () -> server.post("/events/s3", "{}")),
        row(
            "34 a subscription",
            200,
            () -> event(CALLBACKS.snsMessage("SubscriptionConfirmation"))),
        row(
            "34 the end of a subscription",
            200,
            () -> event(CALLBACKS.snsMessage("UnsubscribeConfirmation"))),
        row("34 a notification with URLs", 200, () -> event(CALLBACKS.snsMessage("Notification"))),
        row("35 a large body", 413, () -> server.post(D + "/deletions", " ".repeat(2 << 20))),
        row("35 a large body of a small operation", 413, () -> signIn(" ".repeat(5_000))),
        row("35 the same in chunks", 413, () -> chunked("/api/v1/session", " ".repeat(5_000))),
        row("35 a body to no dataset", 404, () -> announced("/api/v1/datasets/bad/none/uploads")),
        row("35 numbers to expand", 400, () -> process("{\"all\":true,\"expected\":1e1000000}")),
        row("35 a long content type", 422, () -> typed("a/b" + "; a=b".repeat(48_000))),
        row("36 a doubled slash", 404, () -> raw("GET //api/v1/datasets")),
        row("36 another case", 404, () -> server.get("/API/v1/datasets")),
        row("36 a matrix parameter", 404, () -> raw("GET /api/v1/datasets;x")),
        row("36 an encoded slash", 404, () -> raw("GET /%2fapi/v1/datasets")),
        row("37 a page of -1", 422, () -> server.get("/api/v1/executions?limit=-1")),
        row("37 a huge page", 422, () -> server.get(D + "/files?limit=1000000000")),
        row("37 a sort", 422, () -> server.get(D + "/files?sort=%3Bdrop")),
        row("37 SQL for an id", 422, () -> process("{\"files\":[\"'--\"]}")),
        row("37 SQL for a page", 422, () -> server.get(D + "/files?after='--")),
        row("38 PUT to a readable path", 405, () -> server.send("PUT", D, "{}", Map.of())),
        row("38 TRACE", 405, () -> raw("TRACE " + D)),
        row("38 another type", 415, () -> xml(D + "/executions")),
        row("39 an upload of _SUCCESS", 422, () -> upload("_SUCCESS", 1)),
        row("39 an upload that climbs", 422, () -> upload("..", 1)),
        row("39 an upload of 6 TB", 422, () -> upload("a.csv", 6_000_000_000_000L)),
        row(
            "39 an upload to an unknown dataset",
            404,
            () -> uploadTo("/api/v1/datasets/bad/none", "a.csv", 1)),
        row(
            "43 a name that differs in case only",
            409,
            () -> server.createDataset("Bad", "INPUTS")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void getTheExpectedResponse(String name, int status, Supplier<Reply> sent) {
    var reply = sent.get();
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    if (status >= 400) {
      assertThat(reply.headers().get("content-type")).isEqualTo("application/problem+json");
      assertThat(reply.json().fieldNames())
          .toIterable()
          .contains("type", "title", "status", "detail");
      assertThat(reply.text()).doesNotContain("Exception", "\tat ", "org.datareload");
    }
    assertThat(reply.headers().keySet()).noneMatch(h -> h.startsWith("access-control"));
    assertThat(reply.headers().keySet()).noneMatch(h -> h.startsWith("camel") || h.equals("to"));
    assertThat(CALLBACKS.connections()).isZero();
    var pending = server.get(D + "/files?status=pending").json();
    assertThat(pending.path("total").asInt()).isEqualTo(1);
  }

  @Test
  void anAnswerNamesAtMostFiftyErrors() {
    var unknown = IntStream.range(0, 60).mapToObj(i -> "q" + i + "=1").collect(joining("&"));

    var reply = server.get("/api/v1/datasets?" + unknown);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().path("errors")).hasSize(50);
    assertThat(reply.json().path("detail").asText()).startsWith("At least 50 fields are invalid");
  }

  @Test
  void headersAreNeverEchoed() {
    var reply = server.send("GET", D, null, Map.of("X-Canary", "canary", "Origin", "https://evil"));
    assertThat(reply.toString()).doesNotContain("canary", "evil");
  }

  @Test
  void aSecondStartNamesTheRunningExecutionAndProcessedFilesStay() {
    server.createDataset("bad", "busy");
    server.land("bad/busy", "a.csv", "1");
    server.land("bad/busy", "b.csv", "1");
    var path = "/api/v1/datasets/bad/busy";
    var released = new CountDownLatch(1);
    server.s3().intercept(holdingCopies(released));
    try {
      var page = server.get(path + "/files").json();
      var first = "{\"files\":[\"" + page.at("/files/0/id").asText() + "\"]}";
      var second = "{\"files\":[\"" + page.at("/files/1/id").asText() + "\"]}";
      var running = server.post(path + "/executions", first).json().path("id").asText();
      var busy = server.post(path + "/executions", second);
      assertThat(busy.status()).isEqualTo(409);
      assertThat(busy.json().path("runningExecution").asText()).isEqualTo(running);
      assertThat(server.post(path + "/deletions", first).status()).isEqualTo(409);
      released.countDown();
      assertThat(server.awaitEnd(running).path("status").asText()).isEqualTo("completed");
      assertThat(server.get(path).json().at("/files/completed").asInt()).isEqualTo(1);
      assertThat(server.post(path + "/executions", first).status()).isEqualTo(409);
    } finally {
      released.countDown();
      server.s3().intercept(EmbeddedS3.Interceptor.NONE);
    }
  }

  @Test
  void anOverwrittenFileIsNotDeleted() {
    server.createDataset("bad", "overwritten");
    var key = server.land("bad/overwritten", "a.csv", "old");
    var path = "/api/v1/datasets/bad/overwritten";
    var id = server.get(path + "/files").json().at("/files/0/id").asText();
    server.putQuietly(key, "new and longer");
    var deleted = server.post(path + "/deletions", "{\"files\":[\"" + id + "\"]}").json();
    assertThat(deleted.path("deleted").asInt()).isZero();
    assertThat(deleted.at("/failed/0/id").asText()).isEqualTo(id);
    var counts = server.get(path).json().path("files");
    assertThat(counts.path("superseded").asInt()).isEqualTo(1);
    assertThat(counts.path("pending").asInt()).isEqualTo(1);
  }

  @Test
  void aRepeatedIdempotencyKeyGetsTheSameResponse() {
    server.createDataset("bad", "repeated");
    server.land("bad/repeated", "a.csv", "1");
    var path = "/api/v1/datasets/bad/repeated/executions";
    var headers = Map.of("Content-Type", "application/json", "Idempotency-Key", "again");
    var body = "{\"all\":true,\"expected\":1}";
    var first = server.send("POST", path, body, headers);
    var second = server.send("POST", path, body, headers);
    assertThat(first.status()).isEqualTo(202);
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.headers().get("location")).isEqualTo(first.headers().get("location"));
    var other = server.send("POST", path, "{\"all\":true,\"expected\":2}", headers);
    assertThat(other.status()).isEqualTo(422);
    server.awaitEnd(first.json().path("id").asText());
  }

  @Test
  void requestsAboveTheRateGet429() {
    try (var slow = new TestServer(Map.of("reload.http.rate", "1"))) {
      var refused = slow.untilRefused(() -> slow.get("/api/v1/me"));
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers()).containsKey("retry-after");
    }
  }

  private static Arguments row(String name, int status, Supplier<Reply> sent) {
    return arguments(name, status, sent);
  }

  /** Blocks copies until the latch is released. */
  static EmbeddedS3.Interceptor holdingCopies(CountDownLatch released) {
    return EmbeddedS3.Interceptor.before(
        call -> {
          if (call.operation() == Operation.COPY) {
            try {
              released.await();
            } catch (InterruptedException stopped) {
              throw new IllegalStateException(stopped);
            }
          }
        });
  }

  private static Reply process(String body) {
    return server.post(D + "/executions", body);
  }

  private static String ids(String dataset, String status) {
    var page = server.get("/api/v1/datasets/" + dataset + "/files?status=" + status).json();
    return "{\"files\":[\"" + page.at("/files/0/id").asText() + "\"]}";
  }

  private static Reply event(String body) {
    var headers = Map.of("Authorization", "Bearer " + TestServer.TOKEN);
    return server.send("POST", "/events/s3", body, headers);
  }

  private static String ofBucket(String bucket) {
    return TestServer.event("bad/inputs/upload_date=1700000000/ana/csv/x.csv")
        .replace(TestServer.LANDING, bucket);
  }

  private static Map<String, String> camelHeaders() {
    var headers = new HashMap<String, String>();
    headers.put("CamelHttpResponseCode", "299");
    headers.put("cAMELhTTPrESPONSEcODE", "299");
    headers.put("CAmelBeanMethodName", "toString");
    headers.put("CamelSqlQuery", "DROP TABLE file");
    headers.put("CamelAwsS3Key", "x");
    headers.put("mail.smtp.host", "evil");
    headers.put("bCC", "stranger@example.com");
    headers.put("camelhttpuri", "http://evil/");
    headers.put("CamelVertxPlatformHttpAuthenticatedUser", "admin");
    headers.put("X-Forwarded-Host", "evil");
    headers.put("To", "stranger@example.com");
    return headers;
  }

  private static Reply xml(String path) {
    return server.send("POST", path, "<a/>", Map.of("Content-Type", "application/xml"));
  }

  private static Reply upload(String name, long size) {
    return uploadTo(D, name, size);
  }

  private static Reply uploadTo(String dataset, String name, long size) {
    var body = "{\"files\":[{\"name\":\"" + name + "\",\"size\":" + size + "}]}";
    return server.post(dataset + "/uploads", body);
  }

  private static Reply typed(String contentType) {
    var file = "{\"name\":\"a.csv\",\"size\":1,\"contentType\":\"" + contentType + "\"}";
    return server.post(D + "/uploads", "{\"files\":[" + file + "]}");
  }

  private static Reply signIn(String body) {
    return server.post("/api/v1/session", body);
  }

  /** A request whose body does not arrive. */
  private static Reply announced(String path) {
    var head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n";
    return RawRequest.send(server, head.formatted(path));
  }

  private static Reply chunked(String path, String body) {
    var chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    var head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n%s";
    return RawRequest.send(server, head.formatted(path, chunk));
  }

  private static Reply raw(String line) {
    return RawRequest.line(server, line);
  }

  private static Reply host(String host) {
    var text = "GET " + D + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    return RawRequest.send(server, text);
  }
}
