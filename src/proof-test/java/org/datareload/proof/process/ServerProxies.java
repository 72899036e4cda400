package org.datareload.proof.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.datareload.testing.proxy.Fault;
import org.datareload.testing.proxy.FaultProxy;
import org.datareload.testing.proxy.HttpProtocol;
import org.datareload.testing.proxy.TurnProtocol;

/** Proxies before the queue, the mail server and PostgreSQL that can kill their client. */
final class ServerProxies implements AutoCloseable {
  private record Named(String name, FaultProxy proxy) {}

  private final List<Named> proxies = new ArrayList<>();
  private final Map<String, String> properties = new HashMap<>();

  ServerProxies(Cluster cluster) {
    var queue = open("the queue", cluster.sqs.endpoint().getPort(), new HttpProtocol());
    var mail = open("the mail server", cluster.mail.port(), turns());
    properties.put("reload.sqs.endpoint", "http://127.0.0.1:" + queue.port());
    properties.put("reload.mail.port", Integer.toString(mail.port()));
    cluster
        .database
        .server()
        .ifPresent(
            database -> {
              var proxy = open("the database", database.port(), turns());
              properties.put("reload.db.url", database.url(proxy.port()));
            });
  }

  private static TurnProtocol turns() {
    return new TurnProtocol(message -> true);
  }

  private FaultProxy open(String name, int port, FaultProxy.Protocol speech) {
    var proxy = new FaultProxy(port, speech);
    proxies.add(new Named(name, proxy));
    return proxy;
  }

  /** The number of requests through each proxy. */
  List<Integer> requests() {
    return proxies.stream().map(one -> one.proxy().requests()).toList();
  }

  /** The properties that direct a child through the proxies. */
  Map<String, String> properties() {
    return properties;
  }

  /**
   * Kills the client at a random message, before it is forwarded or after the response.
   *
   * @param messages the usual number of messages through each proxy
   * @return completes with the place of the kill
   */
  CompletableFuture<String> trap(Random random, List<Integer> messages, Runnable kill) {
    var chosen = random.nextInt(proxies.size());
    var proxy = proxies.get(chosen);
    var at = 1 + random.nextInt(Math.max(1, messages.get(chosen)));
    var after = random.nextBoolean();
    var number = new AtomicInteger();
    var triggered = new CompletableFuture<String>();
    proxy
        .proxy()
        .faults(
            () -> {
              if (number.incrementAndGet() != at) {
                return null;
              }
              kill.run();
              triggered.complete((after ? "after" : "before") + " a message to " + proxy.name());
              return after ? null : Fault.RESET_BEFORE;
            });
    return triggered;
  }

  void stopFailing() {
    proxies.forEach(one -> one.proxy().faults(() -> null));
  }

  @Override
  public void close() {
    proxies.forEach(one -> one.proxy().close());
  }
}
