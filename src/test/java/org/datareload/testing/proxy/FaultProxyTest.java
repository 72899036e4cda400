package org.datareload.testing.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault really happens, before or after the server saw the request. */
class FaultProxyTest {
  private static final String RESPONSE = "the whole response";
  private static final Pattern END =
      Pattern.compile("(" + RESPONSE + "|</Error>|</DeleteResult>|(?s)^echo.*\n)$");
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
          exchange.sendResponseHeaders(200, RESPONSE.length());
          exchange.getResponseBody().write(RESPONSE.getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    http = new FaultProxy(server.getAddress().getPort(), new HttpProtocol());
  }

  @AfterEach
  void close() {
    http.close();
    server.stop(0);
  }

  @Test
  void forwardsRequestsWithoutFaults() throws Exception {
    assertThat(put("/a", "body", "")).startsWith("HTTP/1.1 200").endsWith(RESPONSE);
    assertThat(reached).containsExactly("PUT /a body");
  }

  @Test
  void delaysRequests() throws Exception {
    once(Fault.LATENCY);
    long start = System.nanoTime();
    assertThat(put("/a", "body", "")).endsWith(RESPONSE);
    assertThat(System.nanoTime() - start).isGreaterThan(FaultProxy.LATENCY_MILLIS * 1_000_000L);
  }

  @Test
  void respondsWithErrorsInsteadOfTheServer() throws Exception {
    once(Fault.ERROR_500);
    assertThat(put("/a", "body", "")).startsWith("HTTP/1.1 500").contains("InternalError");
    once(Fault.SLOW_DOWN);
    assertThat(put("/a", "body", "")).startsWith("HTTP/1.1 503").contains("SlowDown");
    assertThat(reached).isEmpty();
  }

  @Test
  void hidesErrorsInSuccessfulResponses() throws Exception {
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
  void resetsBeforeAndAfterTheServerResponds() {
    once(Fault.RESET_BEFORE);
    assertThatThrownBy(() -> put("/a", "body", "")).isInstanceOf(SocketException.class);
    assertThat(reached).isEmpty();
    once(Fault.RESET_AFTER);
    assertThatThrownBy(() -> put("/a", "body", "")).isInstanceOf(SocketException.class);
    assertThat(reached).containsExactly("PUT /a body");
  }

  @Test
  void truncatesAResponse() throws Exception {
    once(Fault.TRUNCATED);
    var response = put("/a", "body", "");
    assertThat(response).contains("ength: 18").contains("the wh").doesNotContain(RESPONSE);
    assertThat(reached).hasSize(1);
  }

  @Test
  void swallowsARequest() {
    http.silence(100);
    once(Fault.BLACK_HOLE);
    assertThatThrownBy(() -> put("/a", "body", "")).isInstanceOf(SocketException.class);
    assertThat(reached).isEmpty();
  }

  @Test
  void failsTurnTakingProtocolsInTheSameWays() throws Exception {
    try (var lines = new EchoServer();
        var turns = new FaultProxy(lines.port(), new TurnProtocol(message -> true))) {
      assertThat(ask(turns, "one")).isEqualTo("echo one\n");
      turns.faults(oneOf(Fault.RESET_BEFORE));
      assertThatThrownBy(() -> ask(turns, "two")).isInstanceOf(SocketException.class);
      turns.faults(oneOf(Fault.RESET_AFTER));
      assertThatThrownBy(() -> ask(turns, "three")).isInstanceOf(SocketException.class);
      turns.faults(oneOf(Fault.TRUNCATED));
      assertThat(ask(turns, "four")).isEqualTo("echo ");
      turns.silence(100);
      turns.faults(oneOf(Fault.BLACK_HOLE));
      assertThatThrownBy(() -> ask(turns, "five")).isInstanceOf(SocketException.class);
      turns.faults(oneOf(Fault.LATENCY));
      assertThat(ask(turns, "six")).isEqualTo("echo six\n");
      assertThat(lines.received()).containsExactly("one", "three", "four", "six");
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

  /** Reads up to the end of the response or of the connection. */
  private static String talk(FaultProxy proxy, String text) throws IOException {
    try (var socket = new Socket("127.0.0.1", proxy.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(text.getBytes(UTF_8));
      var response = new StringBuilder();
      var in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        response.append((char) next);
        if (END.matcher(response).find()) {
          break;
        }
      }
      return response.toString();
    }
  }

  /** Echoes each line. */
  private static final class EchoServer implements AutoCloseable {
    private final ServerSocket listener =
        new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    private final List<String> received = new CopyOnWriteArrayList<>();

    EchoServer() throws IOException {
      FaultProxy.spawn(
          () -> {
            while (!listener.isClosed()) {
              try {
                var client = listener.accept();
                FaultProxy.spawn(() -> serve(client));
              } catch (IOException closed) {
                return;
              }
            }
          });
    }

    private void serve(Socket client) {
      try (client) {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
          received.add(line);
          client.getOutputStream().write(("echo " + line + "\n").getBytes(UTF_8));
        }
      } catch (IOException gone) {
        // as it comes
      }
    }

    int port() {
      return listener.getLocalPort();
    }

    List<String> received() {
      return received;
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
