package org.datareload.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose URL stands in messages; counts connections, of which there must be none. */
final class CallbackServer implements AutoCloseable {
  private final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket server;

  CallbackServer() {
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

  /** A message of SNS with the URL wherever SNS has one, and no records. */
  String snsMessage(String type) {
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
