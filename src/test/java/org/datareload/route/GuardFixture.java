package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Stall;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;

/** A dataset with one process that works, and others that stall at will. */
abstract class GuardFixture {
  static final int ANY = 0;
  final TestDatabase database = TestDatabases.h2();
  final TestZones zones = new TestZones();
  final TestDataset orders = new TestDataset(database, zones, "orders", false);
  final TestProcess other = TestProcess.driven(database, zones, FaultPoint.OPEN);
  private final List<TestProcess> stalled = new ArrayList<>();

  @AfterEach
  void close() {
    stalled.forEach(TestProcess::close);
    other.close();
    database.close();
  }

  void load(String content) {
    accept(content);
    other.drive();
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
  }

  void accept(String content) {
    orders.put("a.csv", content);
    orders.put("b.csv", content);
    other.send("direct:accept-notification", orders.trigger());
  }

  /** Lets another process drive, until it stalls. */
  CompletableFuture<Void> drive(Stall stall) throws Exception {
    return drive(stall, stall);
  }

  CompletableFuture<Void> drive(Refusing edge) throws Exception {
    return drive(edge, edge.stall());
  }

  CompletableFuture<Void> drive(FaultPoint edge, Stall stall) throws Exception {
    var process = TestProcess.driven(database, zones, edge);
    stalled.add(process);
    var working =
        CompletableFuture.runAsync(process::drive, task -> new Thread(task, "stalled").start());
    await(stall.reached());
    return working;
  }

  static void await(CompletableFuture<?> future) throws Exception {
    future.get(30, TimeUnit.SECONDS);
  }

  static boolean last(List<String> trail, String place) {
    return trail.get(trail.size() - 1).equals(place);
  }

  void before(Consumer<Call> happens) {
    zones.server().intercept(Interceptor.before(happens));
  }

  /** The store refuses one of the copies of this process, or all of them. */
  static Refusing refusing(Stall stall, int copy) {
    return new Refusing(stall, copy, new AtomicInteger());
  }

  record Refusing(Stall stall, int copy, AtomicInteger copies) implements FaultPoint {
    @Override
    public CompletableFuture<Void> begin() {
      return stall.begin();
    }

    @Override
    public CompletableFuture<Void> before(String write) {
      var refused = write.equals("CopyObject") && (copies.incrementAndGet() == copy || copy == ANY);
      return stall
          .before(write)
          .thenCompose(
              go ->
                  refused
                      ? CompletableFuture.failedFuture(new IllegalStateException("no right"))
                      : GO);
    }

    @Override
    public CompletableFuture<Void> after(String write) {
      return stall.after(write);
    }
  }
}
