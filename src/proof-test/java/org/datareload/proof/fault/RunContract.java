package org.datareload.proof.fault;

import static org.datareload.proof.Proof.report;

import java.util.List;
import java.util.function.Supplier;
import org.datareload.dataset.Replaced;
import org.datareload.proof.Proof;
import org.datareload.store.TestZones;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;

/** Runs of each kind that are disturbed and then finished by a healthy process. */
abstract class RunContract extends DatabaseContract {
  static final List<String> KINDS = Scenario.KINDS;
  private static final long SEED = Proof.seed();
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

  /** Draws the shapes of rounds; those of the short form have two files. */
  static List<RunShape> shapes(String kind, int rounds) {
    report("%s: -Dreload.proof.seed=%d", kind, SEED);
    return RunShape.drawn(rounds, Proof.LONG ? 6 : 2, SEED + kind.hashCode());
  }

  /** Creates a dataset with content that replaced earlier content. */
  void prepare(String kind, RunShape shape) {
    closeProcess();
    this.shape = shape;
    zones = new TestZones(shape.versions(), kind.equals("restore versions"));
    healthy = process(FaultPoint.OPEN);
    dataset = new TestDataset(database, zones, "orders" + rounds++, replaced(kind));
    load("first");
    load("second");
  }

  private static Replaced replaced(String kind) {
    return switch (kind) {
      case "skip trash" -> Replaced.DELETE;
      case "restore kept" -> Replaced.KEEP;
      default -> Replaced.TRASH;
    };
  }

  /** Another dataset in the same zones. */
  TestDataset dataset(String name) {
    return new TestDataset(database, zones, name);
  }

  TestProcess process(FaultPoint faults) {
    return TestProcess.driven(database, zones, faults, shape.window());
  }

  Scenario scenario(String kind, int number) {
    return Scenario.of(kind, dataset, healthy, number, shape);
  }

  void load(String content) {
    dataset.load(healthy, content, "a.csv");
  }

  /** Lets a healthy process finish the run. */
  void recover(Scenario run) {
    dataset.expireLeases();
    if (run.faults(FaultPoint.OPEN) == FaultPoint.OPEN) {
      run.start(healthy);
      healthy.drive();
      return;
    }
    try (var process = process(run.faults(FaultPoint.OPEN))) {
      run.start(process);
      process.drive();
    }
  }

  /** Finds late files, whose events would have arrived by now. */
  void sweep() {
    healthy.send("direct:sweep-landing-zone", null);
  }
}
