package org.datareload.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.datareload.api.TestServer;
import org.datareload.security.UserFiles;
import org.datareload.testing.Ports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health and metrics are shown to no site that lets its own name resolve to this machine. */
class ManagementHostsTest {
  private static final int PORT = Ports.free();
  private static final List<String> PATHS = List.of("/observe/health", "/observe/metrics", "/");

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    // Users authenticate at the other port, which therefore accepts any host.
    var users = folder.resolve("users.properties");
    Files.writeString(users, UserFiles.user("root", "root!"));
    server =
        new TestServer(
            Map.of(
                "reload.auth",
                "basic",
                "reload.users.file",
                users.toString(),
                "reload.public-url",
                "https://Reload.example.com/",
                "reload.management.port",
                Integer.toString(PORT)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:9876",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "0.0.0.0",
        "192.0.2.1:9876",
        "[::2]",
        ""
      })
  void refusesAnotherHost(String host) throws IOException {
    for (var path : PATHS) {
      var answer = get(path, "Host: " + host + "\r\n");
      assertThat(answer).as(path).startsWith("HTTP/1.1 403").contains("Host not allowed");
      assertThat(answer).doesNotContain("camel_", "\"UP\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:9876",
        "LOCALHOST",
        "127.0.0.1",
        "[::1]:9876",
        "reload.example.com:443"
      })
  void acceptsThisMachineAndThePublicName(String host) throws IOException {
    assertThat(get("/observe/health", "Host: " + host + "\r\n")).startsWith("HTTP/1.1 200");
    assertThat(get("/observe/metrics", "Host: " + host + "\r\n")).contains("camel_");
  }

  private static String get(String path, String headers) throws IOException {
    try (var socket = new Socket("127.0.0.1", PORT)) {
      socket.setSoTimeout((int) TestServer.WAIT.toMillis());
      var text = "GET " + path + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
