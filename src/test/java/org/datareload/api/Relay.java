package org.datareload.api;

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
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Relay(int target) {
    this.target = target;
    try {
      door = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Ends all connections, and each new one at once: the port stays this relay's. */
  void cut() {
    cut = true;
    open.forEach(Relay::quietly);
    open.clear();
  }

  /** Passes new connections on again. */
  void mend() {
    cut = false;
  }

  private void accept() {
    try {
      while (true) {
        var client = door.accept();
        open.add(client);
        if (cut) {
          quietly(client);
        } else {
          connect(client);
        }
      }
    } catch (IOException closed) {
      quietly(door);
    }
  }

  private void connect(Socket client) throws IOException {
    var server = new Socket("127.0.0.1", target);
    open.add(server);
    pass(client, server);
    pass(server, client);
    if (cut) {
      cut();
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
    quietly(door);
  }
}
