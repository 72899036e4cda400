package org.datareload.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that tests start. They lie below the range from which the operating system
 * takes ports of outgoing connections, and each JVM begins elsewhere, so that a port stays free
 * until its server is started.
 */
public final class Ports {
  private static final int FIRST = 10_000;
  private static final int COUNT = 20_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 211 % COUNT));

  private Ports() {}

  /** A port that nobody listens on; each call returns another one. */
  public static int free() {
    for (int tries = 0; tries < COUNT; tries++) {
      var port = FIRST + NEXT.getAndIncrement() % COUNT;
      try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // The next one may be free.
      }
    }
    throw new IllegalStateException("no free port");
  }
}
