package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.Test;

/** The pool retires each connection after half an hour, also the one that made H2's tables. */
class RetiredConnectionsTest {
  @Test
  void areMissedByNoTable() {
    try (var database = TestDatabases.h2()) {
      database.pool().getHikariPoolMXBean().softEvictConnections();
      var zones = new TestZones();
      var dataset = new TestDataset(database, zones, "orders", false);
      dataset.put("a.csv", "1");
      try (var process = TestProcess.driven(database, zones, FaultPoint.OPEN)) {
        process.send("direct:accept-notification", dataset.trigger());
        process.drive();
      }
      assertThat(dataset.newest().status()).isEqualTo(Status.COMPLETED);
    }
  }
}
