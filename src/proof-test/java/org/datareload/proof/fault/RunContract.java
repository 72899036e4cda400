package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;

/** Runs of each kind, disturbed somewhere, which a healthy process then brings to their end. */
abstract class RunContract extends DatabaseContract {
  static final boolean LONG = "long".equals(System.getProperty("reload.proof"));
  static final List<String> KINDS = Scenario.KINDS;
  private static final long SEED = Long.getLong("reload.proof.seed", System.nanoTime());
  TestZones zones;
  TestProcess healthy;
  TestDataset dataset;
  private RunShape shape;
  private int rounds;

  RunContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @AfterEach
  void closeProcess() {
    if (healthy != null) {
      healthy.close();
    }
  }

  /** The shapes of so many rounds of a kind; those of the short form have two files. */
  static List<RunShape> shapes(String kind, int rounds) {
    System.out.printf("%s: -Dreload.proof.seed=%d%n", kind, SEED);
    return RunShape.drawn(rounds, LONG ? 6 : 2, SEED + kind.hashCode());
  }

  /** A dataset with content and with content before that. */
  void prepare(String kind, RunShape shape) {
    closeProcess();
    this.shape = shape;
    zones = new TestZones(shape.versions());
    healthy = process(FaultPoint.OPEN);
    dataset = new TestDataset(database, zones, "orders" + rounds++, kind.equals("skip trash"));
    load("first");
    load("second");
  }

  /** One more, beside it. */
  TestDataset dataset(String name) {
    return new TestDataset(database, zones, name, false);
  }

  TestProcess process(FaultPoint edge) {
    return TestProcess.driven(database, zones, edge, shape.window());
  }

  Scenario scenario(String kind, int number) {
    return Scenario.of(kind, dataset, healthy, number, shape);
  }

  void load(String content) {
    dataset.put("a.csv", content);
    healthy.send("direct:accept-notification", dataset.trigger());
    healthy.drive();
    assertThat(dataset.newest().status()).isEqualTo(Status.COMPLETED);
  }

  void recover(Scenario run) {
    dataset.expireLeases();
    if (run.world(FaultPoint.OPEN) == FaultPoint.OPEN) {
      run.start(healthy);
      healthy.drive();
      return;
    }
    try (var process = process(run.world(FaultPoint.OPEN))) {
      run.start(process);
      process.drive();
    }
  }

  /** Late files are announced, as they would have been. */
  void observe() {
    healthy.send("direct:sweep-landing-zone", null);
  }
}
