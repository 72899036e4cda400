package org.datareload.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Copies that a store finishes long after they were asked for. */
final class StrayCopiesTest {
  private final TestDatabase database = TestDatabases.h2();
  private final TestZones zones = new TestZones();
  private final TestDataset orders = new TestDataset(database, zones, "orders", false);
  private final TestProcess process = TestProcess.driven(database, zones, FaultPoint.OPEN);

  @AfterEach
  void close() {
    process.close();
    database.close();
  }

  @Test
  void doNotStayWhereTheyComeAfterTheirKeyWasRetired() {
    var first = load("old");
    load("new");
    zones.put(zones.zones().lake(), orders.folder() + first + "/a.csv", "old".getBytes(UTF_8));

    orders.cleanUp(process);

    assertThat(orders.lake()).hasSize(1);
    Invariants.quiet(orders);
  }

  @Test
  void areNotLookedForWhereNothingWasReplaced() {
    load("first");

    assertThat(orders.rows("SELECT id FROM execution WHERE cleanup_at IS NOT NULL")).isEmpty();
  }

  private String load(String content) {
    orders.put("a.csv", content);
    process.send("direct:accept-notification", orders.trigger());
    process.drive();
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    return orders.newest().id();
  }
}
