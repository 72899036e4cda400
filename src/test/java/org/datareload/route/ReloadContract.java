package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.Supplier;
import org.datareload.DatabaseContract;
import org.datareload.Edge;
import org.datareload.TestDatabases.TestDatabase;
import org.datareload.TestDataset;
import org.datareload.TestProcess;
import org.datareload.execution.Execution;
import org.datareload.store.TestZones;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A working process with one dataset, sales/orders. */
abstract class ReloadContract extends DatabaseContract {
  TestZones zones;
  TestProcess process;
  TestDataset orders;

  ReloadContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openProcess() {
    zones = new TestZones();
    orders = new TestDataset(database, zones, "orders", false);
    process = TestProcess.working(database, zones, Edge.OPEN);
  }

  @AfterEach
  void closeProcess() {
    process.close();
  }

  /** Drops a trigger file and waits for the end of its execution. */
  Execution reload() {
    return reload(orders);
  }

  Execution reload(TestDataset dataset) {
    var before = dataset.executions().size();
    receive(dataset.trigger());
    await().until(() -> dataset.executions().size() > before);
    return ended(dataset);
  }

  void receive(String event) {
    assertThat(process.send("direct:accept-events", event)).isNull();
  }

  /** Waits until nothing runs, and returns the newest execution. */
  Execution ended(TestDataset dataset) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> dataset.executions().stream().allMatch(e -> e.status().isOver()));
    return dataset.newest();
  }
}
