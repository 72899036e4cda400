package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.execution.Leases;
import org.datareload.execution.Status;
import org.datareload.mail.Outbox;
import org.datareload.testing.DrivenContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.FaultPoint.Moment;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.junit.jupiter.api.Test;

/** Clean-up after executions, and leases of runs that never began. */
final class HousekeepingTest extends DrivenContract {
  HousekeepingTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void aFailingCleanUpDoesNotBlockOthers() {
    var stuck = failed("stuck");
    var other = failed("other");
    for (var dataset : new TestDataset[] {stuck, other}) {
      zones.put(zones.zones().lake(), target(dataset), new byte[1]);
    }
    zones
        .server()
        .intercept(
            Interceptor.before(
                call -> {
                  if (call.operation() == Operation.LIST_UPLOADS && !other.lake().isEmpty()) {
                    throw ObservedStore.refusal(403, "AccessDenied", "no right");
                  }
                }));

    due(stuck, 2020);
    due(other, 2021);
    process.send("direct:clean-up-executions", null);

    assertThat(other.lake()).isEmpty();
    zones.server().intercept(Interceptor.NONE);
    stuck.cleanUp(process);
    assertThat(stuck.lake()).isEmpty();
  }

  @Test
  void announcesOnlyProblemsThatStillStand() {
    var folder = orders.folder().replace("/csv/", "/parquet/");
    for (var name : List.of("stays", "vanished")) {
      zones.put(zones.zones().landing(), folder + name, new byte[1]);
      process.send("direct:accept-notification", orders.event(folder + name));
    }
    orders.remove(folder + "vanished");
    orders.execute("UPDATE landing_problem SET first_seen = first_seen - INTERVAL '2' HOUR");

    var outbox = process.bean(Outbox.class);
    var due = outbox.dueProblems();
    assertThat(process.send("direct:recheck-problems", due)).isNull();
    assertThat(outbox.announceProblems(due)).isEqualTo(1);

    assertThat(orders.rows("SELECT object_key FROM landing_problem WHERE mailed_at IS NOT NULL"))
        .containsExactly(folder + "stays");
    assertThat(orders.rows("SELECT object_key FROM landing_problem")).hasSize(1);
  }

  private static void due(TestDataset dataset, int year) {
    dataset.execute(
        "UPDATE execution SET lease_until = NULL, cleanup_at = CAST(? AS TIMESTAMP WITH TIME ZONE)"
            + " WHERE dataset_id = ?",
        year + "-01-01 00:00:00+00",
        dataset.dataset().id());
  }

  /** A dataset whose one execution failed before a copy was made. */
  private TestDataset failed(String name) {
    var dataset = new TestDataset(database, zones, name);
    dataset.trigger(process, "a", "a.csv");
    dataset.zones().server().intercept(overwriting(dataset));
    process.drive();
    dataset.zones().server().intercept(Interceptor.NONE);
    assertThat(dataset.newest().status()).isEqualTo(Status.FAILED);
    return dataset;
  }

  private static Interceptor overwriting(TestDataset dataset) {
    var once = new AtomicBoolean();
    return Interceptor.before(
        call -> {
          if (call.operation() == Operation.COPY && once.compareAndSet(false, true)) {
            dataset.put("a.csv", "overwritten");
          }
        });
  }

  private static String target(TestDataset dataset) {
    return dataset.folder() + dataset.newest().id() + "/a.csv";
  }

  @Test
  void keepsNoLeaseOfARunThatNeverBegan() {
    orders.trigger(process, "a", "a.csv");
    var away = new AtomicBoolean();
    FaultPoint faults =
        (moment, write) -> {
          if (moment == Moment.AFTER) {
            away.set(true);
          }
          return moment == Moment.CALL && away.get()
              ? CompletableFuture.failedFuture(new IllegalStateException("database away"))
              : FaultPoint.GO;
        };
    try (var unlucky = driven(faults)) {
      var leases = unlucky.bean(Leases.class);
      try {
        leases.claim();
      } catch (RuntimeException expected) {
        away.set(false);
      }
      orders.expireLeases();
      leases.heartbeat();
      process.drive();
    }
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    Invariants.quiet(orders);
  }

  @Test
  void aLostConnectionDoesNotFailAReload() {
    orders.trigger(process, "a", "a.csv");
    var copied = new AtomicBoolean();
    FaultPoint faults =
        (moment, write) -> {
          if (moment == Moment.AFTER && write.equals("CopyObject")) {
            copied.set(true);
          }
          return moment == Moment.AFTER
                  && write.equals("COMMIT")
                  && copied.compareAndSet(true, false)
              ? FaultPoint.connectionLost("after COMMIT")
              : FaultPoint.GO;
        };
    try (var unlucky = driven(faults)) {
      unlucky.drive();
      assertThat(orders.newest().status()).isEqualTo(Status.PLANNED);
      orders.expireLeases();
      unlucky.drive();
    }
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    Invariants.quiet(orders);
  }
}
