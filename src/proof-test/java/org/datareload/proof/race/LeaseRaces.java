package org.datareload.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.datareload.execution.Execution;
import org.datareload.execution.LeaseSql;
import org.datareload.testing.TestDataset;

/** Processes that claim an execution with an expired lease while its holder renews the lease. */
final class LeaseRaces {
  private static final int CLAIMS = 5;
  private static final int RENEWALS = 2;
  private static final long SECONDS = 60;
  private final TestDataset dataset;
  private final LeaseSql leases;
  private final ExecutorService threads;
  private String owner = "nobody";
  private long fence;
  private int taken;
  private int renewed;

  /**
   * @param dataset has an execution that no process drives
   */
  LeaseRaces(TestDataset dataset, ExecutorService threads) {
    this.dataset = dataset;
    this.leases = dataset.jdbi().onDemand(LeaseSql.class);
    this.threads = threads;
  }

  /** How often another process took the lease. */
  int taken() {
    return taken;
  }

  /** How often its holder kept it. */
  int renewed() {
    return renewed;
  }

  void race(int number) throws Exception {
    dataset.expireLeases();
    var barrier = new CyclicBarrier(CLAIMS + RENEWALS);
    var claims = new ArrayList<Future<Optional<Execution>>>();
    var renewals = new ArrayList<Future<Integer>>();
    var id = dataset.newest().id();
    for (int i = 0; i < CLAIMS; i++) {
      var claimant = number + "." + i;
      claims.add(threads.submit(after(barrier, () -> leases.claim(claimant, SECONDS))));
    }
    for (int i = 0; i < RENEWALS; i++) {
      var holder = owner;
      var before = fence;
      renewals.add(
          threads.submit(after(barrier, () -> leases.renew(id, holder, before, 1_000L * SECONDS))));
    }
    var winners = new ArrayList<Execution>();
    for (var claim : all(claims)) {
      claim.ifPresent(winners::add);
    }
    var kept = all(renewals).stream().mapToInt(rows -> rows).sum();
    check(id, winners, kept);
  }

  /** Either the holder keeps the lease or exactly one claimant gets it. */
  private void check(String id, List<Execution> winners, int kept) {
    assertThat(winners.size()).as("claims that won").isLessThanOrEqualTo(1);
    assertThat(winners.isEmpty()).as("renewed %d times", kept).isEqualTo(kept > 0);
    var now = dataset.newest();
    if (winners.isEmpty()) {
      renewed++;
      assertThat(now.fence()).isEqualTo(fence);
      return;
    }
    taken++;
    assertThat(winners.get(0).fence()).isEqualTo(fence + 1);
    assertThat(now.fence()).isEqualTo(fence + 1);
    assertThat(leases.renew(id, owner, fence, 1_000L * SECONDS)).as("stale renewals").isZero();
    owner = dataset.rows("SELECT owner FROM execution WHERE id = ?", id).get(0);
    fence = now.fence();
    assertThat(leases.renew(id, owner, fence, 1_000L * SECONDS))
        .as("renewals of the winner")
        .isOne();
  }

  private static <T> Callable<T> after(CyclicBarrier barrier, Callable<T> action) {
    return () -> {
      barrier.await();
      return action.call();
    };
  }

  private static <T> List<T> all(List<Future<T>> futures) throws Exception {
    var all = new ArrayList<T>();
    for (var future : futures) {
      all.add(future.get(5, TimeUnit.MINUTES));
    }
    return all;
  }
}
