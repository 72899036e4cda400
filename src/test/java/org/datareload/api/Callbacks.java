package org.datareload.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** An address that messages give, as if it were to be asked; counts who does. */
final class Callbacks implements AutoCloseable {
  private final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket server;

  Callbacks() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    var thread = new Thread(this::count, "callbacks");
    thread.setDaemon(true);
    thread.start();
  }

  private void count() {
    while (!server.isClosed()) {
      try (var caller = server.accept()) {
        connections.incrementAndGet();
      } catch (IOException closed) {
        return;
      }
    }
  }

  int connections() {
    return connections.get();
  }

  /** A message of SNS that has the address wherever SNS has one, and records of no object. */
  String in(String type) {
    var url = "http://127.0.0.1:" + server.getLocalPort() + "/" + type;
    return """
        {"Type":"%1$s","Token":"t","TopicArn":"arn:aws:sns:us-east-1:1:t",
         "Message":"{\\"Records\\":[],\\"callback\\":\\"%2$s\\"}",
         "SubscribeURL":"%2$s","UnsubscribeURL":"%2$s","SigningCertURL":"%2$s","callback":"%2$s"}
        """
        .formatted(type, url);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
