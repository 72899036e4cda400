package org.datareload.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and a server on this machine, and can be cut. */
final class Relay implements AutoCloseable {
  private final int target;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket door;

  Relay(int target) {
    this.target = target;
    this.port = TestServer.freePort();
    mend();
  }

  int port() {
    return port;
  }

  /** Ends all connections, and takes no more. */
  void cut() {
    quietly(door);
    open.forEach(Relay::quietly);
    open.clear();
  }

  /** Takes connections again. */
  void mend() {
    try {
      var fresh = new ServerSocket(port, 200, InetAddress.getByName("127.0.0.1"));
      door = fresh;
      start(() -> accept(fresh));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        var client = from.accept();
        var server = new Socket("127.0.0.1", target);
        open.add(client);
        open.add(server);
        pass(client, server);
        pass(server, client);
      }
    } catch (IOException cut) {
      quietly(from);
    }
  }

  private void pass(Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    start(
        () -> {
          try {
            in.transferTo(out);
          } catch (IOException cut) {
            // both ends hear of it below
          }
          quietly(from);
          quietly(to);
        });
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private static void quietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception gone) {
      // It was closed before.
    }
  }

  @Override
  public void close() {
    cut();
  }
}
