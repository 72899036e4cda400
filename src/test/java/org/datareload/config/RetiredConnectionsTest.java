package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.Test;

/** The pool retires connections after half an hour, also the one that created H2's tables. */
class RetiredConnectionsTest {
  @Test
  void breakNoTable() {
    try (var database = TestDatabases.h2()) {
      database.pool().getHikariPoolMXBean().softEvictConnections();
      var zones = new TestZones();
      var dataset = new TestDataset(database, zones, "orders");
      try (var process = TestProcess.driven(database, zones, FaultPoint.OPEN)) {
        assertThatCode(() -> dataset.load(process, "1", "a.csv")).doesNotThrowAnyException();
      }
    }
  }
}
