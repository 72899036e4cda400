package org.datareload.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.datareload.api.TestServer.Reply;

/** Requests that no HTTP client would send. */
public final class RawRequest {
  private RawRequest() {}

  /** Sends a request line. */
  public static Reply line(TestServer server, String line) {
    return send(server, line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  /** Sends a request over HTTP/1.1, which keeps the case of header names. */
  public static Reply of(TestServer server, String line, Map<String, String> headers, String body) {
    var text = new StringBuilder(line).append(" HTTP/1.1\r\nHost: localhost\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    if (!body.isEmpty()) {
      text.append("Content-Length: ").append(body.getBytes(ISO_8859_1).length).append("\r\n");
    }
    return send(server, text.append("Connection: close\r\n\r\n").append(body).toString());
  }

  /** Sends a text unchanged, and reads until the server closes the connection. */
  public static Reply send(TestServer server, String text) {
    try (var socket = new Socket("127.0.0.1", server.address().getPort())) {
      socket.setSoTimeout((int) TestServer.WAIT.toMillis());
      try {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      } catch (IOException closed) {
        // The server may respond and close before it has read everything.
      }
      var response = new String(socket.getInputStream().readAllBytes(), UTF_8);
      var parts = response.split("\r\n\r\n", 2);
      var lines = parts[0].split("\r\n");
      var headers = new HashMap<String, String>();
      for (var i = 1; i < lines.length; i++) {
        var header = lines[i].split(": ", 2);
        headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
      }
      return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, parts[1]);
    } catch (IOException failed) {
      throw new UncheckedIOException(text, failed);
    }
  }
}
