package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datareload.dataset.Replaced;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.ObservedStore;
import org.datareload.execution.Status;
import org.datareload.proof.Proof;
import org.datareload.store.TestZones;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.Test;

/**
 * Reloads while 5 % of the requests to the store and of the commits fail, before or after they take
 * effect. {@code -Dreload.proof.reloads} sets the number, {@code -Dreload.proof.seed} the seed.
 */
class FaultsTest extends DatabaseContract {
  private static final int DATASETS = 5;
  private static final int RELOADS = Proof.number("reloads", 10);
  private static final double RATE = 0.05;
  private final long seed = Proof.seed();
  private final Random random = new Random(seed);
  private int ended;
  private int completed;

  FaultsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void losesAndDuplicatesNothing() {
    report("faults: seed %d", seed);
    var zones = new TestZones();
    var datasets =
        IntStream.range(0, DATASETS)
            .mapToObj(
                i ->
                    new TestDataset(
                        database, zones, "orders" + i, i == 0 ? Replaced.DELETE : Replaced.TRASH))
            .toList();
    try (var process = TestProcess.working(database, zones, databaseFaults())) {
      for (int round = 0; round < RELOADS / DATASETS; round++) {
        var text = "round " + round;
        zones.server().intercept(Interceptor.NONE);
        var events = datasets.stream().map(dataset -> upload(dataset, text)).toList();
        zones.server().intercept(storeFaults());
        var counts = datasets.stream().map(dataset -> dataset.executions().size()).toList();
        for (int i = 0; i < DATASETS; i++) {
          deliver(process, events.get(i));
        }
        for (int i = 0; i < DATASETS; i++) {
          awaitEnd(datasets.get(i), counts.get(i) + 1);
        }
      }
      zones.server().intercept(Interceptor.NONE);
    }
    try (var healthy = TestProcess.driven(database, zones, FaultPoint.OPEN)) {
      datasets.forEach(dataset -> settle(dataset, healthy));
    }
    report("faults: %d reloads, %d completed (%s)", ended, completed, database.product());
    assertThat(ended).isEqualTo(RELOADS / DATASETS * DATASETS);
  }

  private static String upload(TestDataset dataset, String text) {
    dataset.put("a.csv", text);
    dataset.put("b.csv", text);
    dataset.put("c.csv", text);
    return dataset.trigger();
  }

  /** Repeats until it is accepted, as a queue does. */
  private static void deliver(TestProcess process, String event) {
    await().until(() -> process.send("direct:accept-notification", event) == null);
  }

  private void awaitEnd(TestDataset dataset, int executions) {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> isOver(dataset));
    assertThat(dataset.executions()).hasSize(executions);
    Invariants.always(dataset);
    ended++;
    if (dataset.newest().status() == Status.COMPLETED) {
      completed++;
    }
  }

  /** Shortens leases of runs whose end the database missed. */
  private static boolean isOver(TestDataset dataset) {
    dataset.execute(
        "UPDATE execution SET lease_until = lease_until - INTERVAL '45' SECOND"
            + " WHERE lease_until > CURRENT_TIMESTAMP + INTERVAL '46' SECOND"
            + " AND started_at < CURRENT_TIMESTAMP - INTERVAL '5' SECOND");
    return dataset.executions().stream().allMatch(e -> e.status().isOver());
  }

  private static void settle(TestDataset dataset, TestProcess healthy) {
    dataset.cleanUp(healthy);
    healthy.send("direct:sweep-landing-zone", null);
    healthy.drive();
    Invariants.quiet(dataset);
  }

  private boolean isHit() {
    synchronized (random) {
      return random.nextDouble() < RATE;
    }
  }

  private Interceptor storeFaults() {
    return new Interceptor() {
      @Override
      public void before(Call call) {
        if (isHit()) {
          throw ObservedStore.slowDown();
        }
        if (isHit()) {
          throw ObservedStore.refusal(500, "InternalError", "try again");
        }
      }

      @Override
      public void after(Call call) {
        if (isHit()) {
          throw ObservedStore.refusal(500, "InternalError", "the response is lost");
        }
      }
    };
  }

  private FaultPoint databaseFaults() {
    return (moment, write) ->
        FaultPoint.isCommit(write) && isHit()
            ? FaultPoint.connectionLost(moment + " " + write)
            : FaultPoint.GO;
  }
}
