package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.datareload.execution.Leases;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests that wait for their turn at the store, of a process that may have one under way at a
 * time.
 */
final class QueuedRequestsTest {
  private static final int FILES = 20;
  private final TestDatabase database = TestDatabases.h2();
  private final TestZones zones = new TestZones();
  private final TestDataset orders = new TestDataset(database, zones, "orders", false);
  private final TestProcess healthy = TestProcess.driven(database, zones, FaultPoint.OPEN);

  @BeforeEach
  void load() {
    accept("old");
    healthy.drive();
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    accept("new");
  }

  @AfterEach
  void close() {
    healthy.close();
    database.close();
  }

  @Test
  void sendsNoCopyMoreOnceTheLeaseIsLost() {
    sendsNothingMoreOnceTheLeaseIsLost(3);
  }

  @Test
  void sendsNoCopyIntoTheTrashMoreOnceTheLeaseIsLost() {
    sendsNothingMoreOnceTheLeaseIsLost(FILES + 3);
  }

  private void sendsNothingMoreOnceTheLeaseIsLost(int at) {
    var loser = new Counting(at);
    try (var losing = TestProcess.driven(database, zones, loser)) {
      loser.happens = () -> losing.bean(Leases.class).releaseAll();
      losing.drive();
      assertThat(loser.copies).hasValue(at);
      orders.expireLeases();
      healthy.drive();
    }
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    Invariants.quiet(orders);
  }

  @Test
  void sendsNoCopyMoreOnceOneFailed() {
    var failing = new Counting(3);
    try (var unlucky = TestProcess.driven(database, zones, failing)) {
      failing.happens =
          () -> {
            throw new IllegalStateException("no right");
          };
      unlucky.drive();
    }
    assertThat(failing.copies).hasValue(3);
    assertThat(orders.newest().status()).isEqualTo(Status.FAILED);
    assertThat(orders.newest().reason().text()).contains("no right");
    orders.cleanUp(healthy);
    Invariants.quiet(orders);
  }

  private void accept(String content) {
    for (int i = 0; i < FILES; i++) {
      orders.put(i + ".csv", content + i);
    }
    healthy.send("direct:accept-notification", orders.trigger());
  }

  /** Lets something happen as the copy of this number is sent. */
  private static final class Counting implements FaultPoint {
    private final AtomicInteger copies = new AtomicInteger();
    private final int at;
    private volatile Runnable happens;

    Counting(int at) {
      this.at = at;
    }

    @Override
    public CompletableFuture<Void> before(String write) {
      if (write.equals("CopyObject") && copies.incrementAndGet() == at) {
        try {
          happens.run();
        } catch (RuntimeException failure) {
          return CompletableFuture.failedFuture(failure);
        }
      }
      return GO;
    }
  }
}
