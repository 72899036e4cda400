package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.datareload.DatabaseContract;
import org.datareload.Edge;
import org.datareload.TestDatabases.TestDatabase;
import org.datareload.TestDataset;
import org.datareload.TestProcess;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.junit.jupiter.api.AfterEach;

/** Runs of each kind, disturbed somewhere, which a healthy process then brings to their end. */
abstract class RunContract extends DatabaseContract {
  static final List<String> KINDS = Scenario.KINDS;
  TestZones zones;
  TestProcess healthy;
  TestDataset dataset;
  private int files;

  RunContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @AfterEach
  void closeProcess() {
    if (healthy != null) {
      healthy.close();
    }
  }

  /**
   * A dataset with content and with content before that.
   *
   * @param round says how many files runs have, and whether the landing zone keeps versions
   */
  void prepare(String kind, int round) {
    closeProcess();
    // Versions keep what is overwritten, so that nothing would fail.
    zones = new TestZones(round % 2 == 1 && !kind.equals("failure"));
    healthy = TestProcess.driven(database, zones, Edge.OPEN);
    files = 2 + round % 4;
    dataset = new TestDataset(database, zones, "orders" + round, kind.equals("skip trash"));
    load("first");
    load("second");
  }

  Scenario scenario(String kind, int number) {
    return Scenario.of(kind, dataset, healthy, number, files);
  }

  void load(String content) {
    dataset.put("a.csv", content);
    healthy.send("direct:accept-events", dataset.trigger());
    healthy.drive();
    assertThat(dataset.newest().status()).isEqualTo(Status.COMPLETED);
  }

  void recover(Scenario run) {
    dataset.expireLeases();
    if (run.world(Edge.OPEN) == Edge.OPEN) {
      run.start(healthy);
      healthy.drive();
      return;
    }
    try (var process = TestProcess.driven(database, zones, run.world(Edge.OPEN))) {
      run.start(process);
      process.drive();
    }
  }

  /** Late files are announced, as they would have been. */
  void observe() {
    healthy.send("direct:sweep-landing-zone", null);
  }
}
