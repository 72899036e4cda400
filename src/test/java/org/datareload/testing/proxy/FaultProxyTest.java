package org.datareload.testing.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault really happens, and tells by what reached the server whether it came too late. */
class FaultProxyTest {
  private static final String ANSWER = "the whole answer";
  private final ConcurrentLinkedQueue<String> reached = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private FaultProxy http;

  @BeforeEach
  void open() throws Exception {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          reached.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          exchange.sendResponseHeaders(200, ANSWER.length());
          exchange.getResponseBody().write(ANSWER.getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    http = new FaultProxy(server.getAddress().getPort(), new HttpSpeech());
  }

  @AfterEach
  void close() {
    http.close();
    server.stop(0);
  }

  @Test
  void passesOnWhatNothingBefalls() throws Exception {
    assertThat(put("/a", "body", "")).startsWith("HTTP/1.1 200").endsWith(ANSWER);
    assertThat(reached).containsExactly("PUT /a body");
  }

  @Test
  void isLate() throws Exception {
    once(Fault.LATENCY);
    long start = System.nanoTime();
    assertThat(put("/a", "body", "")).endsWith(ANSWER);
    assertThat(System.nanoTime() - start).isGreaterThan(FaultProxy.LATE_MILLIS * 1_000_000L);
  }

  @Test
  void answersWithErrorsInTheServersStead() throws Exception {
    once(Fault.ERROR_500);
    assertThat(put("/a", "body", "")).startsWith("HTTP/1.1 500").contains("InternalError");
    once(Fault.SLOW_DOWN);
    assertThat(put("/a", "body", "")).startsWith("HTTP/1.1 503").contains("SlowDown");
    assertThat(reached).isEmpty();
  }

  @Test
  void hidesErrorsInAnswersThatAreFine() throws Exception {
    once(Fault.ERROR_INSIDE);
    assertThat(put("/a", "", "x-amz-copy-source: /b/c\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("<Error><Code>InternalError");
    once(Fault.ERROR_INSIDE);
    assertThat(send("POST", "/b?delete", "<Delete><Object><Key>k</Key></Object></Delete>", ""))
        .startsWith("HTTP/1.1 200")
        .contains("<Error><Key>k</Key>");
    once(Fault.ERROR_INSIDE);
    assertThat(send("POST", "/b/k?uploadId=1", "<x/>", "")).contains("<Error>");
    assertThat(reached).isEmpty();
    assertThat(http.struck(Fault.ERROR_INSIDE)).isEqualTo(3);
  }

  @Test
  void resetsBeforeAndAfterTheServerActed() {
    once(Fault.RESET_BEFORE);
    assertThatThrownBy(() -> put("/a", "body", "")).isInstanceOf(SocketException.class);
    assertThat(reached).isEmpty();
    once(Fault.RESET_AFTER);
    assertThatThrownBy(() -> put("/a", "body", "")).isInstanceOf(SocketException.class);
    assertThat(reached).containsExactly("PUT /a body");
  }

  @Test
  void cutsAnAnswer() throws Exception {
    once(Fault.TRUNCATED);
    var answer = put("/a", "body", "");
    assertThat(answer).contains("ength: 16").contains("the wh").doesNotContain(ANSWER);
    assertThat(reached).hasSize(1);
  }

  @Test
  void swallowsARequest() {
    http.silence(60_000);
    once(Fault.BLACK_HOLE);
    assertThatThrownBy(() -> put("/a", "body", "")).isInstanceOf(SocketTimeoutException.class);
    assertThat(reached).isEmpty();
  }

  @Test
  void doesTheSameToServersThatTakeTurns() throws Exception {
    try (var lines = new LineServer();
        var turns = new FaultProxy(lines.port(), new TurnSpeech(words -> true))) {
      assertThat(ask(turns, "one")).isEqualTo("echo one\n");
      turns.faults(oneOf(Fault.RESET_BEFORE));
      assertThatThrownBy(() -> ask(turns, "two")).isInstanceOf(SocketException.class);
      turns.faults(oneOf(Fault.RESET_AFTER));
      assertThatThrownBy(() -> ask(turns, "three")).isInstanceOf(SocketException.class);
      turns.faults(oneOf(Fault.TRUNCATED));
      assertThat(ask(turns, "four")).isEqualTo("echo ");
      turns.silence(60_000);
      turns.faults(oneOf(Fault.BLACK_HOLE));
      assertThatThrownBy(() -> ask(turns, "five")).isInstanceOf(SocketTimeoutException.class);
      turns.faults(oneOf(Fault.LATENCY));
      assertThat(ask(turns, "six")).isEqualTo("echo six\n");
      assertThat(lines.heard()).containsExactly("one", "three", "four", "six");
      assertThat(turns.struck(Fault.LATENCY)).isEqualTo(1);
    }
  }

  private void once(Fault fault) {
    http.faults(oneOf(fault));
  }

  private static Supplier<Fault> oneOf(Fault fault) {
    var left = new ConcurrentLinkedQueue<Fault>();
    left.add(fault);
    return left::poll;
  }

  private String put(String target, String body, String headers) throws IOException {
    return send("PUT", target, body, headers);
  }

  private String send(String method, String target, String body, String headers)
      throws IOException {
    var text =
        "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(method, target, headers, body.length(), body);
    return talk(http, text);
  }

  private static String ask(FaultProxy proxy, String line) throws IOException {
    return talk(proxy, line + "\n");
  }

  /** Reads up to the end of the answer or of the connection. */
  private static String talk(FaultProxy proxy, String text) throws IOException {
    try (var socket = new Socket("127.0.0.1", proxy.port())) {
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write(text.getBytes(UTF_8));
      var answer = new StringBuilder();
      var in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        answer.append((char) next);
        if (answer.toString().endsWith(ANSWER)
            || answer.toString().endsWith("</Error>")
            || answer.toString().endsWith("</DeleteResult>")
            || (answer.toString().startsWith("echo") && next == '\n')) {
          break;
        }
      }
      return answer.toString();
    }
  }
}
