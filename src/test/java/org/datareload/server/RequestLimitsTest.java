package org.datareload.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.datareload.api.RawRequest;
import org.datareload.api.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits for clients that send too slowly, too much, or too often. */
@Timeout(600)
class RequestLimitsTest {
  private static final String INCOMPLETE =
      " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(Map.of("reload.http.body-timeout", "1s", "reload.events.rate", "1"));
    server.createDataset("sales", "orders");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/datasets", "/api/v1/datasets/sales/orders/executions"})
  void aBodyThatDoesNotArriveGets408(String path) {
    var reply = RawRequest.send(server, "POST " + path + INCOMPLETE);
    assertThat(reply.status()).isEqualTo(408);
    assertThat(reply.headers().get("content-type")).isEqualTo("application/problem+json");
    assertThat(reply.json().path("status").asInt()).isEqualTo(408);
  }

  @Test
  void aBodyThatIsDeclaredTooLongIsNotAwaited() {
    var length = INCOMPLETE.replace("Length: 99", "Length: 5000");
    assertThat(RawRequest.send(server, "POST /api/v1/session" + length).status()).isEqualTo(413);
  }

  @Test
  void aRefusedRequestIsDisconnectedToo() {
    var wrongType = INCOMPLETE.replace("application/json", "text/xml");
    assertThat(RawRequest.send(server, "POST /api/v1/datasets" + wrongType).status())
        .isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({"POST /unknown, 404", "POST //api/v1/datasets, 404", "PUT /api/v1/datasets, 405"})
  void aRequestOfNoOperationIsDisconnectedToo(String line, int status) {
    assertThat(RawRequest.send(server, line + INCOMPLETE).status()).isEqualTo(status);
  }

  @Test
  void theHeadIsLimited() {
    var head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    var many = new StringBuilder();
    for (var i = 0; i < 10_000; i++) {
      many.append("X-").append(i).append(": 1\r\n");
    }
    var path = "GET /api/v1/me";
    assertThat(RawRequest.send(server, path + head + many + "\r\n").status()).isEqualTo(431);
    var uri = path + "?" + "x".repeat(10_000);
    assertThat(RawRequest.send(server, uri + head + "\r\n").status()).isEqualTo(414);
    assertThat(server.get("/api/v1/me").status()).isEqualTo(200);
  }

  @Test
  void theWebhookHasARateOfItsOwn() {
    var bearer = Map.of("Authorization", "Bearer " + TestServer.TOKEN);
    assertThat(server.send("POST", "/events/s3", "{\"Records\":[]}", bearer).status())
        .isEqualTo(200);
    var refused =
        server.untilRefused(() -> server.send("POST", "/events/s3", "{\"Records\":[]}", bearer));
    assertThat(refused.headers()).containsKey("retry-after");
    assertThat(server.get("/api/v1/datasets").status()).isEqualTo(200);
  }
}
