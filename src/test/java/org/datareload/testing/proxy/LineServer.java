package org.datareload.testing.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that says each line again. */
final class LineServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
  private final List<String> heard = new CopyOnWriteArrayList<>();

  LineServer() throws IOException {
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
        heard.add(line);
        client.getOutputStream().write(("echo " + line + "\n").getBytes(UTF_8));
      }
    } catch (IOException gone) {
      // as it comes
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  List<String> heard() {
    return heard;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
