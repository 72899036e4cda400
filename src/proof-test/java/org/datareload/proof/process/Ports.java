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
import org.datareload.testing.proxy.HttpSpeech;
import org.datareload.testing.proxy.TurnSpeech;

/** The ways to the queue, the mail server and PostgreSQL; whoever speaks there can be killed. */
final class Ports implements AutoCloseable {
  private record Door(String name, FaultProxy proxy) {}

  private final List<Door> doors = new ArrayList<>();
  private final Map<String, String> properties = new HashMap<>();

  Ports(Cluster scene) {
    var queue = open("the queue", scene.sqs.endpoint().getPort(), new HttpSpeech());
    var mail = open("the mail server", scene.mail.port(), turns());
    properties.put("reload.sqs.endpoint", "http://127.0.0.1:" + queue.port());
    properties.put("reload.mail.port", Integer.toString(mail.port()));
    scene
        .ground
        .server()
        .ifPresent(
            database -> {
              var door = open("the database", database.port(), turns());
              properties.put("reload.db.url", database.url(door.port()));
            });
  }

  private static TurnSpeech turns() {
    return new TurnSpeech(words -> true);
  }

  private FaultProxy open(String name, int port, FaultProxy.Speech speech) {
    var proxy = new FaultProxy(port, speech);
    doors.add(new Door(name, proxy));
    return proxy;
  }

  /** How many words were spoken at each of them. */
  List<Integer> spoken() {
    return doors.stream().map(door -> door.proxy().requests()).toList();
  }

  /** How a child goes through them. */
  Map<String, String> properties() {
    return properties;
  }

  /**
   * Kills at some word that is spoken at one of them, before it is passed on or just after.
   *
   * @param words how many are spoken at each of them while nothing fails
   * @return completes with the place
   */
  CompletableFuture<String> trap(Random random, List<Integer> words, Runnable kill) {
    var chosen = random.nextInt(doors.size());
    var door = doors.get(chosen);
    var at = 1 + random.nextInt(Math.max(1, words.get(chosen)));
    var after = random.nextBoolean();
    var turn = new AtomicInteger();
    var sprung = new CompletableFuture<String>();
    door.proxy()
        .faults(
            () -> {
              if (turn.incrementAndGet() != at) {
                return null;
              }
              kill.run();
              sprung.complete((after ? "after" : "before") + " a word to " + door.name());
              return after ? null : Fault.RESET_BEFORE;
            });
    return sprung;
  }

  void letPass() {
    doors.forEach(door -> door.proxy().faults(() -> null));
  }

  @Override
  public void close() {
    doors.forEach(door -> door.proxy().close());
  }
}
