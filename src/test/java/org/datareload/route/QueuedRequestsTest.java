package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datareload.execution.Leases;
import org.datareload.execution.Status;
import org.datareload.testing.DrivenContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that wait their turn, of a process that sends one at a time. */
final class QueuedRequestsTest extends DrivenContract {
  private static final String[] FILES =
      IntStream.range(0, 20).mapToObj(i -> i + ".csv").toArray(String[]::new);

  QueuedRequestsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void load() {
    orders.load(process, "old", FILES);
    orders.trigger(process, "new", FILES);
  }

  @Test
  void sendsNoMoreCopiesOnceTheLeaseIsLost() {
    stopsOnceTheLeaseIsLost(3);
  }

  @Test
  void sendsNoMoreCopiesToTheTrashOnceTheLeaseIsLost() {
    stopsOnceTheLeaseIsLost(FILES.length + 3);
  }

  private void stopsOnceTheLeaseIsLost(int at) {
    var loser = new Counting(at);
    try (var losing = driven(loser)) {
      loser.action = () -> losing.bean(Leases.class).releaseAll();
      losing.drive();
      assertThat(loser.copies).hasValue(at);
      orders.expireLeases();
      process.drive();
    }
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    Invariants.quiet(orders);
  }

  @Test
  void sendsNoMoreCopiesOnceOneFailed() {
    var failing = new Counting(3);
    try (var unlucky = driven(failing)) {
      failing.action =
          () -> {
            throw new IllegalStateException("no right");
          };
      unlucky.drive();
    }
    assertThat(failing.copies).hasValue(3);
    assertThat(orders.newest().status()).isEqualTo(Status.FAILED);
    assertThat(orders.newest().reason().text()).contains("no right");
    orders.cleanUp(process);
    Invariants.quiet(orders);
  }

  /** Runs an action as the copy with this number is sent. */
  private static final class Counting implements FaultPoint {
    private final AtomicInteger copies = new AtomicInteger();
    private final int at;
    private volatile Runnable action;

    Counting(int at) {
      this.at = at;
    }

    @Override
    public CompletableFuture<Void> at(Moment moment, String write) {
      if (moment == Moment.BEFORE && write.equals("CopyObject") && copies.incrementAndGet() == at) {
        try {
          action.run();
        } catch (RuntimeException failure) {
          return CompletableFuture.failedFuture(failure);
        }
      }
      return GO;
    }
  }
}
