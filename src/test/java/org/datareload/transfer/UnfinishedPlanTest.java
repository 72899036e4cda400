package org.datareload.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Supplier;
import org.datareload.execution.Leases;
import org.datareload.execution.Status;
import org.datareload.testing.DrivenContract;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/** A plan that a process left before it was frozen. */
final class UnfinishedPlanTest extends DrivenContract {
  UnfinishedPlanTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void isDeletedInTransactionsOfBoundedSize() {
    orders.change(settings -> settings.withSettle(Duration.ZERO));
    orders.trigger(process, "content", "a.csv", "b.csv", "c.csv", "d.csv", "e.csv");
    var plans = process.bean(Plans.class);
    var leases = process.bean(Leases.class);
    var run = leases.claim();
    plans.sources(run).forEachRemaining(page -> plans.add(run, page));
    assertThat(orders.files("processing")).hasSize(5);
    var sql = jdbi.onDemand(PlanSql.class);

    var after = sql.reset(run, "", 2);

    assertThat(orders.files("pending")).containsExactly("a.csv", "b.csv");
    assertThat(sql.lastSeq(run.id())).isEqualTo(3);
    while (after != null) {
      after = sql.reset(run, after, 2);
    }
    assertThat(orders.files("pending")).hasSize(5);
    assertThat(sql.lastSeq(run.id())).isZero();

    leases.release(run);
    orders.expireLeases();
    process.drive();
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.newest().copied().files()).isEqualTo(5);
    Invariants.quiet(orders);
  }
}
