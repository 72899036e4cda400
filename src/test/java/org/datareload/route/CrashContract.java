package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.datareload.Death;
import org.datareload.Invariants;
import org.datareload.Stall;
import org.datareload.TestDatabases.TestDatabase;
import org.datareload.TestProcess;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Processes that die or stall at each instant of a run. What a process leaves behind is its writes
 * to the store and its commits, so the instants before and after each of them are all there are.
 * {@code -Dreload.proof.rounds} makes so many rounds of deaths, each with another number of files
 * and every other one with a landing zone that keeps versions.
 */
abstract class CrashContract extends RunContract {
  private static final int STALLS = "long".equals(System.getProperty("reload.proof")) ? 1 : 2;
  private static final int ROUNDS = Integer.getInteger("reload.proof.rounds", 1);
  private final int firstStall;

  /**
   * @param firstStall 1 on one database and 2 on the other: the short form stalls at every other
   *     instant on each of them, {@code -Dreload.proof=long} at every instant on both
   */
  CrashContract(Supplier<TestDatabase> fresh, int firstStall) {
    super(fresh);
    this.firstStall = STALLS == 1 ? 1 : firstStall;
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void anotherProcessFinishesWhatADeadOneLeft(String kind) {
    int died = 0;
    for (int round = 0; round < ROUNDS; round++) {
      prepare(kind, round);
      int at = 1;
      while (diesAt(kind, at)) {
        at++;
      }
      died += at - 1;
      assertThat(at).isGreaterThan(30);
    }
    System.out.printf("%s: a process died at %d instants (%s)%n", kind, died, getClass());
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void aProcessThatWakesAfterAnotherFinishedChangesNothing(String kind) throws Exception {
    prepare(kind, 0);
    int at = firstStall;
    while (stallsAt(kind, at)) {
      at += STALLS;
    }
    System.out.printf("%s: stalls up to instant %d (%s)%n", kind, at - 1, getClass());
    assertThat(at).isGreaterThan(30);
  }

  /** Whether the run was long enough to die there. */
  private boolean diesAt(String kind, int at) {
    var run = scenario(kind, at);
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

  private boolean stallsAt(String kind, int at) throws Exception {
    var run = scenario(kind, at);
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
