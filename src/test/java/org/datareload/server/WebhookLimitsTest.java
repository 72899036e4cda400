package org.datareload.server;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.api.TestServer.record;

import java.io.IOException;
import java.net.Socket;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.datareload.api.TestServer;
import org.datareload.demo.EmbeddedS3.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits on what a message to the webhook may cost. */
@Timeout(600)
class WebhookLimitsTest {
  private static final String FOLDER = "sales/orders/upload_date=1700000000/ana/csv/";
  private static final int MAX_BODY = 1 << 20;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(Map.of());
    server.createDataset("sales", "orders");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void tenThousandRecordsAreRefusedAndTheSweepFindsTheFile() {
    server.putQuietly(FOLDER + "many.csv", "1");
    var record = record(FOLDER + "many.csv");

    assertThat(post(records(nCopies(10_000, record))).status()).isEqualTo(413);

    server.program().reload().sweeps.list();
    assertThat(found("many.csv")).isEqualTo(1);
  }

  @Test
  void manyRecordsOfOneKeyAskTheStoreOnce() {
    server.putQuietly(FOLDER + "same.csv", "1");
    var record = record(FOLDER + "same.csv");
    var body = records(nCopies(MAX_BODY / (record.length() + 1) - 1, record));
    assertThat(body.length()).isBetween(MAX_BODY - 1_000, MAX_BODY);

    // The first sweep may run at the same time.
    await()
        .atMost(TestServer.WAIT)
        .until(
            () -> {
              var before = server.s3().count(Operation.HEAD);
              assertThat(post(body).status()).isEqualTo(200);
              return server.s3().count(Operation.HEAD) - before == 1;
            });

    assertThat(found("same.csv")).isEqualTo(1);
  }

  @Test
  void anEventOfAnotherBucketMakesNoRequestToTheStore() {
    var body =
        records(List.of(record(FOLDER + "foreign.csv"), record(FOLDER + "_SUCCESS")))
            .replace(TestServer.LANDING, "foreign");

    // The first sweep may run at the same time.
    await()
        .atMost(TestServer.WAIT)
        .until(
            () -> {
              var before = operations();
              assertThat(post(body).status()).isEqualTo(200);
              return operations().equals(before);
            });

    var executions = server.get("/api/v1/datasets/sales/orders/executions").json();
    assertThat(executions.path("executions")).isEmpty();
    assertThat(server.get("/api/v1/problems").json().path("problems")).isEmpty();
  }

  private static Map<Operation, Long> operations() {
    var counts = new EnumMap<Operation, Long>(Operation.class);
    for (var operation : Operation.values()) {
      counts.put(operation, server.s3().count(operation));
    }
    return counts;
  }

  /** The connection is closed early, so that memory holds little of the body. */
  @ParameterizedTest
  @CsvSource({
    "/events/s3, Content-Length: 2000000000",
    "/api/v1/datasets, Transfer-Encoding: chunked",
  })
  void anEndlessBodyIsCutOff(String path, String length) throws IOException {
    var taken = 0L;
    try (var socket = new Socket("127.0.0.1", server.address().getPort())) {
      var head =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
              + "Content-Type: application/json\r\n%s\r\n\r\n";
      var out = socket.getOutputStream();
      out.write(head.formatted(path, TestServer.TOKEN, length).getBytes());
      var chunk = ("10000\r\n" + " ".repeat(1 << 16) + "\r\n").getBytes();
      while (taken < 256L << 20) {
        out.write(chunk);
        taken += chunk.length;
      }
    } catch (IOException refused) {
      // Cut off.
    }
    // Includes what the buffers of both ends hold.
    assertThat(taken).isLessThan(32L << 20);
    assertThat(server.get("/api/v1/datasets").status()).isEqualTo(200);
  }

  private static int found(String name) {
    return server.get("/api/v1/datasets/sales/orders/files?q=" + name).json().path("total").asInt();
  }

  private static TestServer.Reply post(String body) {
    var headers = Map.of("Authorization", "Bearer " + TestServer.TOKEN);
    return server.send("POST", "/events/s3", body, headers);
  }

  private static String records(List<String> records) {
    return "{\"Records\":[" + String.join(",", records) + "]}";
  }
}
