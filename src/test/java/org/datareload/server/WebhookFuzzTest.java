package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.datareload.api.TestServer;
import org.junit.jupiter.api.Test;

/**
 * Malformed messages with right and wrong tokens: they are read or refused, and without the token
 * always refused. {@code -Dreload.proof.seed} sets the seed, {@code -Dreload.proof.messages} the
 * number.
 */
class WebhookFuzzTest {
  private static final String TOKEN = TestServer.TOKEN;
  private static final String RIGHT = "Bearer " + TOKEN;

  private static final List<String> FRAGMENTS =
      List.of("", "null", "{}", "[", "\"", "%", "\\ud800", "1e999", "-1", "}", "\u0000");

  private static final List<String> WRONG_HEADERS =
      List.of(
          "",
          "Bearer",
          "Bearer x",
          "Basic " + TOKEN,
          TOKEN,
          RIGHT + "x",
          RIGHT.substring(0, RIGHT.length() - 1),
          RIGHT.toUpperCase(Locale.ROOT),
          "Bearer Bearer " + TOKEN,
          "Bearer " + TOKEN + "," + RIGHT,
          "Bearer\t" + TOKEN + " x");

  private static final List<String> SEGMENTS =
      List.of(
          "wrong",
          TOKEN + "x",
          TOKEN.toUpperCase(Locale.ROOT),
          " " + TOKEN,
          TOKEN + "\u0000",
          TOKEN + "/",
          "../" + TOKEN,
          "%",
          "{token}",
          "${env:PATH}");

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "text/plain",
          "text/xml",
          "multipart/form-data; boundary=x",
          "application/x-www-form-urlencoded",
          "application/x-java-serialized-object",
          "nonsense",
          "");

  private final long seed = Long.getLong("reload.proof.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private int admitted;
  private int refused;

  @Test
  void areReadOrRefusedAndAlwaysRefusedWithoutTheToken() {
    int messages =
        Integer.getInteger(
            "reload.proof.messages",
            "long".equals(System.getProperty("reload.proof")) ? 20_000 : 400);
    System.out.printf("webhook: %d messages, -Dreload.proof.seed=%d%n", messages, seed);
    try (var server = new TestServer(Map.of("reload.events.rate", "1000000"))) {
      server.createDataset("hostile", "orders");
      for (int i = 0; i < messages; i++) {
        send(server);
      }
      assertThat(server.get("/api/v1/executions").json().path("executions")).isEmpty();
    }
    System.out.printf("webhook: %d admitted, %d refused for the token%n", admitted, refused);
    assertThat(admitted).isPositive();
    assertThat(refused).isPositive();
  }

  private void send(TestServer server) {
    var headers = new HashMap<String, String>();
    var bearer = random.nextInt(3) == 0 ? RIGHT : any(WRONG_HEADERS);
    if (!bearer.isEmpty()) {
      headers.put("Authorization", bearer);
    }
    var type = any(TYPES);
    if (!type.isEmpty()) {
      headers.put("Content-Type", type);
    }
    var segment =
        switch (random.nextInt(3)) {
          case 0 -> null;
          case 1 -> TOKEN;
          default -> any(SEGMENTS);
        };
    var path = "/events/s3" + (segment == null ? "" : "/" + encoded(segment));
    var body = body();

    int status = server.send("POST", path, body, headers).status();

    var message = "%s %s %s of -Dreload.proof.seed=%d".formatted(path, headers, body, seed);
    // A token in the path takes precedence.
    if (segment == null ? bearer.equals(RIGHT) : segment.equals(TOKEN)) {
      admitted++;
      assertThat(status).as(message).isIn(200, 400);
    } else {
      refused++;
      assertThat(status).as(message).isIn(401, 404);
    }
  }

  private String body() {
    var key = "hostile/orders/upload_date=1700000000/ana/csv/" + any(List.of("a.csv", "_SUCCESS"));
    var whole = TestServer.event(key);
    if (random.nextInt(10) == 0) {
      return whole;
    }
    int from = random.nextInt(whole.length());
    int to = from + random.nextInt(whole.length() - from);
    return whole.substring(0, from) + any(FRAGMENTS) + whole.substring(to);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
