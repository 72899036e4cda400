package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.Test;

/** A landing zone that keeps versions only since the program started. */
final class LateVersionsTest {
  @Test
  void loadsTheFilesOfWhichEventsToldWithTheOthers() {
    var zones = new TestZones();
    try (var database = TestDatabases.h2();
        var process = TestProcess.driven(database, zones, FaultPoint.OPEN)) {
      var orders = new TestDataset(database, zones, "orders", false);
      orders.put("before.csv", "before");
      zones.server().keepVersions(zones.zones().landing());
      var told = orders.put("told.csv", "told");
      orders.put("found.csv", "found");
      process.send("direct:accept-notification", orders.event(told));

      process.send("direct:accept-notification", orders.trigger());
      process.drive();

      assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
      assertThat(orders.content())
          .isEqualTo(Map.of("before.csv", "before", "told.csv", "told", "found.csv", "found"));
      Invariants.quiet(orders);
    }
  }
}
