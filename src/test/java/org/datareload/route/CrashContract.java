package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.datareload.DatabaseContract;
import org.datareload.Death;
import org.datareload.Edge;
import org.datareload.Invariants;
import org.datareload.Stall;
import org.datareload.TestDatabases.TestDatabase;
import org.datareload.TestDataset;
import org.datareload.TestProcess;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Processes that die or stall at each instant of a run. What a process leaves behind is its writes
 * to the store and its commits, so the instants before and after each of them are all there are.
 */
abstract class CrashContract extends DatabaseContract {
  static final List<String> KINDS = Scenario.KINDS;
  private static final int STALLS = "long".equals(System.getProperty("reload.proof")) ? 1 : 2;
  private final int firstStall;
  private TestZones zones;
  private TestProcess healthy;
  private TestDataset dataset;

  /**
   * @param firstStall 1 on one database and 2 on the other: the short form stalls at every other
   *     instant on each of them, {@code -Dreload.proof=long} at every instant on both
   */
  CrashContract(Supplier<TestDatabase> fresh, int firstStall) {
    super(fresh);
    this.firstStall = STALLS == 1 ? 1 : firstStall;
  }

  @BeforeEach
  void openProcess() {
    zones = new TestZones();
    healthy = TestProcess.driven(database, zones, Edge.OPEN);
  }

  @AfterEach
  void closeProcess() {
    healthy.close();
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void anotherProcessFinishesWhatADeadOneLeft(String kind) {
    prepare(kind);
    int at = 1;
    while (diesAt(kind, at)) {
      at++;
    }
    System.out.printf("%s: a process died at %d instants (%s)%n", kind, at - 1, getClass());
    assertThat(at).isGreaterThan(30);
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void aProcessThatWakesAfterAnotherFinishedChangesNothing(String kind) throws Exception {
    prepare(kind);
    int at = firstStall;
    while (stallsAt(kind, at)) {
      at += STALLS;
    }
    System.out.printf("%s: stalls up to instant %d (%s)%n", kind, at - 1, getClass());
    assertThat(at).isGreaterThan(30);
  }

  private void prepare(String kind) {
    dataset = new TestDataset(database, zones, "orders", kind.equals("skip trash"));
    load("first");
    load("second");
  }

  private void load(String content) {
    dataset.put("a.csv", content);
    healthy.send("direct:accept-events", dataset.trigger());
    healthy.drive();
    assertThat(dataset.newest().status()).isEqualTo(Status.COMPLETED);
  }

  /** Whether the run was long enough to die there. */
  private boolean diesAt(String kind, int at) {
    var run = Scenario.of(kind, dataset, healthy, at);
    var death = new Death(at);
    var process = TestProcess.driven(database, zones, run.world(death));
    try {
      run.start(process);
      process.drive();
    } catch (Throwable died) {
      assertThat(death.place()).as("reason for %s", died).isNotNull();
    }
    process.close();
    try {
      Invariants.always(dataset);
      dataset.put(run.late(), "late");
      recover(run);
      run.check();
      dataset.cleanUp(healthy);
      observe();
      Invariants.quiet(dataset);
    } catch (AssertionError | RuntimeException e) {
      fail("after a death at " + death.place(), e);
    }
    return death.place() != null;
  }

  private void recover(Scenario run) {
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
  private void observe() {
    healthy.send("direct:sweep-landing-zone", null);
  }

  private boolean stallsAt(String kind, int at) throws Exception {
    var run = Scenario.of(kind, dataset, healthy, at);
    var stall = new Stall(at);
    try (var process = TestProcess.driven(database, zones, run.world(stall))) {
      var working =
          CompletableFuture.runAsync(
              () -> {
                run.start(process);
                process.drive();
              },
              task -> new Thread(task, "stalled").start());
      CompletableFuture.anyOf(working, stall.reached()).get(1, TimeUnit.MINUTES);
      var stalled = stall.reached().isDone();
      var place = stall.reached().getNow("nowhere");
      try {
        recover(run);
        run.check();
        load("last " + at);
        var content = dataset.content();
        stall.wake();
        working.handle((done, failed) -> null).get(1, TimeUnit.MINUTES);
        dataset.cleanUp(healthy);
        assertThat(dataset.content()).isEqualTo(content);
        observe();
        Invariants.quiet(dataset);
      } catch (AssertionError | RuntimeException e) {
        stall.wake();
        fail("after a stall at " + place, e);
      }
      return stalled;
    }
  }
}
