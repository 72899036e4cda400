package org.datareload.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/** Trigger files that come twice, concurrently, too early or without an event. */
final class TriggersTest extends ReloadContract {
  TriggersTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void rejectsASecondTriggerWhileAReloadRuns() {
    orders.put("a.csv", "a");
    var other = folder(1);
    var copied = new CountDownLatch(1);
    beforeThe(isCopy(), () -> awaitLatch(copied));
    receive(orders.trigger());
    announce(orders.putAt(other + "b.csv", new byte[] {'b'}));

    var event = orders.triggerIn(other, "first");
    receive(event);
    receive(event);

    var rejected = orders.newest();
    assertThat(rejected.status()).isEqualTo(Status.REJECTED);
    assertThat(rejected.reason().code()).isEqualTo("busy");
    assertThat(orders.executions()).hasSize(2);
    assertThat(orders.mails()).containsExactly("rejected");
    assertThat(orders.files("pending")).containsExactly("b.csv");
    copied.countDown();
    ended(orders);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "a"));

    receive(orders.triggerIn(other, "dropped again"));
    assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("b.csv", "b"));
    assertThat(orders.mails()).containsExactly("rejected", "completed", "completed");
    Invariants.quiet(orders);
  }

  @Test
  void runsAgainWhenTheSameTriggerFileIsDroppedAgainAtOnce() {
    for (int i = 1; i <= 5; i++) {
      orders.put("a.csv", "content " + i);
      receive(orders.trigger("always the same"));
      assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);
      assertThat(orders.executions()).hasSize(i);
      assertThat(orders.content()).isEqualTo(Map.of("a.csv", "content " + i));
    }
    Invariants.quiet(orders);
  }

  @Test
  void runsOneAtATimeOfManyTriggersThatRace() throws Exception {
    var copied = new CountDownLatch(1);
    beforeThe(isCopy(), () -> awaitLatch(copied));
    var sends = new ArrayList<Callable<Throwable>>();
    for (int i = 0; i < 8; i++) {
      orders.putAt(folder(i) + "a" + i + ".csv", new byte[] {'a'});
      var event = orders.triggerIn(folder(i), "");
      sends.add(() -> process.send("direct:accept-notification", event));
    }

    assertThat(atOnce(sends)).containsOnlyNulls();
    copied.countDown();

    // On a slow machine some were dropped long before the first is accepted, and so wait for it.
    await().until(() -> orders.executions().size() == 8);
    ended(orders);
    assertThat(orders.executions())
        .extracting(execution -> execution.status())
        .contains(Status.COMPLETED)
        .containsOnly(Status.COMPLETED, Status.REJECTED);
    announce(
        IntStream.range(0, 8).mapToObj(i -> folder(i) + "a" + i + ".csv").toArray(String[]::new));
    Invariants.quiet(orders);
  }

  @Test
  void runsOnceForTheSameEventFiftyTimesAtOnce() throws Exception {
    orders.put("a.csv", "a");
    var event = orders.trigger();
    var sends = new ArrayList<Callable<Throwable>>();
    for (int i = 0; i < 50; i++) {
      sends.add(() -> process.send("direct:accept-notification", event));
    }

    assertThat(atOnce(sends)).containsOnlyNulls();
    ended(orders);

    assertThat(orders.executions()).hasSize(1);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "a"));
    Invariants.quiet(orders);
  }

  @Test
  void rejectsATriggerThatWasDroppedBeforeTheLiveContent() {
    orders.putAt(folder(1) + "old.csv", new byte[] {'o'});
    var old = orders.triggerIn(folder(1), "old");
    orders.putAt(folder(2) + "new.csv", new byte[] {'n'});
    receive(orders.triggerIn(folder(2), "new"));
    assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);

    receive(old);
    receive(old);
    assertThat(process.send("direct:sweep-landing-zone", null)).isNull();

    assertThat(orders.executions()).hasSize(2);
    assertThat(orders.newest().status()).isEqualTo(Status.REJECTED);
    assertThat(orders.newest().reason().code()).isEqualTo("older_than_live");
    assertThat(orders.newest().reason().text()).startsWith("older than the live content");
    assertThat(orders.content()).isEqualTo(Map.of("new.csv", "n"));
    assertThat(orders.files("pending")).containsExactly("old.csv");
    assertThat(orders.mails()).containsExactly("completed", "rejected");
  }

  @Test
  void loadsDropsWhoseEventsWereLostInTheirOrder() {
    for (int i = 1; i <= 3; i++) {
      orders.putAt(folder(i) + i + ".csv", new byte[] {'0'});
      orders.triggerIn(folder(i), "");
    }
    before(call -> orders.acceptLater());

    assertThat(process.send("direct:sweep-landing-zone", null)).isNull();

    await().until(() -> orders.executions().size() == 3);
    ended(orders);
    assertThat(orders.executions()).extracting(Execution::status).containsOnly(Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys("3.csv");
  }

  @Test
  void aDropThatWaitsForARunningExecutionIsLoadedAfterIt() {
    orders.put("a.csv", "a");
    var runs = orders.trigger();
    orders.putAt(folder(1) + "b.csv", new byte[] {'b'});
    var waits = orders.triggerIn(folder(1), "");
    var received = new CountDownLatch(1);
    beforeThe(isCopy(), () -> awaitLatch(received));
    receive(runs);
    orders.acceptLater();

    receive(waits);
    receive(waits);

    assertThat(orders.executions()).hasSize(1);
    received.countDown();
    await().until(() -> orders.executions().size() == 2);
    assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("b.csv", "b"));
    assertThat(orders.mails()).containsExactly("completed", "completed");
    Invariants.quiet(orders);
  }

  @Test
  void aDropIntoTheFolderThatIsBeingLoadedIsTakenUpByItself() {
    var key = orders.put("a.csv", "first");
    var copies = new CountDownLatch(1);
    var dropped = new CountDownLatch(1);
    beforeThe(
        isCopyOf(key),
        () -> {
          copies.countDown();
          awaitLatch(dropped);
        });
    receive(orders.trigger());
    awaitLatch(copies);
    orders.put("a.csv", "second");
    var again = orders.trigger();

    receive(again);
    receive(again);

    assertThat(orders.newest().status()).isEqualTo(Status.REJECTED);
    assertThat(orders.newest().reason().text()).contains("taken up by itself");
    assertThat(orders.executions()).hasSize(2);
    dropped.countDown();
    await().until(() -> orders.executions().size() == 3);
    assertThat(ended(orders).reason()).isNull();
    assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "second"));
    assertThat(orders.mails()).containsExactlyInAnyOrder("rejected", "failed", "completed");
    Invariants.quiet(orders);
  }

  @Test
  void aTriggerFileThatIsWrittenAgainBeforeThePlanIsMadeStartsNothingElse() {
    orders.put("a.csv", "a");
    var first = orders.trigger("first");
    beforeThe(
        call -> call.operation() == Operation.LIST && orders.executions().size() == 1,
        () -> {
          orders.put("b.csv", "b");
          receive(orders.trigger("second"));
        });

    receive(first);

    await().until(() -> orders.executions().size() == 1);
    assertThat(ended(orders).reason()).isNull();
    assertThat(orders.content()).containsOnlyKeys("a.csv", "b.csv");
    assertThat(orders.executions()).hasSize(1);
    assertThat(orders.mails()).containsExactly("completed");
    Invariants.quiet(orders);
  }

  @Test
  void anExecutionIsOrderedByTheTriggerFileThatItFindsInItsFolder() {
    orders.putAt(folder(2) + "a.csv", "first".getBytes(UTF_8));
    var first = orders.triggerIn(folder(2), "first");
    var between = new AtomicReference<String>();
    beforeThe(
        call -> call.operation() == Operation.LIST && orders.executions().size() == 1,
        () -> {
          orders.putAt(folder(1) + "b.csv", new byte[] {'b'});
          between.set(orders.triggerIn(folder(1), ""));
          orders.putAt(folder(2) + "a.csv", "second".getBytes(UTF_8));
          orders.triggerIn(folder(2), "its event is lost");
        });
    receive(first);
    await().until(() -> orders.executions().size() == 1);
    assertThat(ended(orders).reason()).isNull();
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "second"));

    receive(between.get());
    assertThat(process.send("direct:sweep-landing-zone", null)).isNull();

    assertThat(ended(orders).reason().code()).isEqualTo("older_than_live");
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "second"));
    assertThat(orders.mails()).containsExactly("completed", "rejected");
  }

  @Test
  void aFileThatLandsBeforeThePlanIsFrozenIsLoaded() {
    orders.put("a.csv", "a");
    beforeThe(
        call -> call.operation() == Operation.LIST_UPLOADS && orders.executions().size() == 1,
        () -> announce(orders.put("b.csv", "b")));
    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys("a.csv", "b.csv");
    Invariants.quiet(orders);
  }

  @Test
  void filesOfARejectedDropSayWhyTheyArePendingEvenIfTheirEventsComeLater() {
    orders.put("a.csv", "a");
    var copied = new CountDownLatch(1);
    beforeThe(isCopy(), () -> awaitLatch(copied));
    receive(orders.trigger());
    var late = orders.putAt(folder(1) + "dt=1/b.csv", new byte[] {'b'});
    receive(orders.triggerIn(folder(1), ""));

    announce(late);

    assertThat(
            orders.rows(
                "SELECT reason FROM file WHERE dataset_id = ? AND status = 'pending'",
                orders.dataset().id()))
        .allMatch(reason -> reason.contains("of this dataset is still running"));
    copied.countDown();
    ended(orders);
  }

  @Test
  void filesThatVanishDuringAReloadAreNotPendingAfterwards() {
    var keys = IntStream.range(0, 20).mapToObj(i -> orders.put(i + ".csv", "" + i)).toList();
    beforeThe(isCopy(), () -> keys.forEach(orders::remove));

    assertThat(reload().reason().code()).isEqualTo("source_changed");

    assertThat(orders.files("pending")).isEmpty();
  }

  @Test
  void findsATriggerFileWhoseEventWasLost() {
    orders.put("a.csv", "a");
    orders.trigger();

    assertThat(process.send("direct:sweep-landing-zone", null)).isNull();

    assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "a"));
    Invariants.quiet(orders);
  }

  private String folder(int number) {
    return orders.folder().replace("1700000000", "170000000" + number);
  }

  private static List<Throwable> atOnce(List<Callable<Throwable>> sends) throws Exception {
    var threads = Executors.newFixedThreadPool(sends.size());
    try {
      var failures = new ArrayList<Throwable>();
      for (var sent : threads.invokeAll(sends)) {
        failures.add(sent.get());
      }
      return failures;
    } finally {
      threads.shutdown();
    }
  }
}
