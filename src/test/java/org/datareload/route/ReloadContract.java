package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.execution.Execution;
import org.datareload.store.TestZones;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A dataset sales/orders and a process that works on its own timers, on both databases. */
abstract class ReloadContract extends DatabaseContract {
  TestZones zones;
  TestProcess process;
  TestDataset orders;

  ReloadContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openProcess() {
    zones = newZones();
    orders = new TestDataset(database, zones, "orders");
    process = TestProcess.working(database, zones, FaultPoint.OPEN, settings());
  }

  /** Settings beside those of every test. */
  Map<String, String> settings() {
    return Map.of();
  }

  TestZones newZones() {
    return new TestZones();
  }

  @AfterEach
  void closeProcess() {
    process.close();
  }

  /** Uploads a trigger file and waits for the end of its execution. */
  Execution reload() {
    return reload(orders);
  }

  Execution reload(TestDataset dataset) {
    var before = dataset.executions().size();
    receive(dataset.trigger());
    await().until(() -> dataset.executions().size() > before);
    return ended(dataset);
  }

  void receive(String event) {
    assertThat(process.send("direct:accept-notification", event)).isNull();
  }

  /** Sends the events of data files. */
  void announce(String... keys) {
    receive(orders.event(keys));
  }

  /** Runs an action just before the first such operation of the store. */
  void beforeThe(Predicate<Call> operation, Runnable action) {
    var once = new AtomicBoolean();
    before(
        call -> {
          if (operation.test(call) && once.compareAndSet(false, true)) {
            action.run();
          }
        });
  }

  /** Runs an action before each operation of the store. */
  void before(Consumer<Call> action) {
    zones.server().intercept(Interceptor.before(action));
  }

  Predicate<Call> isCopy() {
    return call -> call.operation() == Operation.COPY;
  }

  Predicate<Call> isCopyOf(String key) {
    return isCopy().and(call -> call.key().endsWith(key.substring(key.lastIndexOf('/'))));
  }

  Predicate<Call> isDelete(String bucket) {
    return call ->
        call.bucket().equals(bucket)
            && (call.operation() == Operation.DELETE || call.operation() == Operation.DELETE_BATCH);
  }

  Predicate<Call> isManifest() {
    return call -> call.operation() == Operation.PUT && call.key().contains("/_manifest/");
  }

  /** Waits until nothing runs, and returns the newest execution. */
  Execution ended(TestDataset dataset) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> dataset.executions().stream().allMatch(e -> e.status().isOver()));
    return dataset.newest();
  }

  static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
