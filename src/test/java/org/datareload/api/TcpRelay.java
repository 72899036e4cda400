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

/** A TCP relay between a client and a local server, whose connections can be cut. */
final class TcpRelay implements AutoCloseable {
  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  TcpRelay(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Closes all connections, and each new one at once. The port stays in use. */
  void cut() {
    cut = true;
    open.forEach(TcpRelay::closeQuietly);
    open.clear();
  }

  /** Relays new connections again. */
  void restore() {
    cut = false;
  }

  private void accept() {
    try {
      while (true) {
        var client = listener.accept();
        open.add(client);
        if (cut) {
          closeQuietly(client);
        } else {
          connect(client);
        }
      }
    } catch (IOException closed) {
      closeQuietly(listener);
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
            // Both ends are closed below.
          }
          closeQuietly(from);
          closeQuietly(to);
        });
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception gone) {
      // Already closed.
    }
  }

  @Override
  public void close() {
    cut();
    closeQuietly(listener);
  }
}
