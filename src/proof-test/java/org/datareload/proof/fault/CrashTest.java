package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.datareload.proof.Proof.report;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.datareload.execution.Execution;
import org.datareload.proof.Proof;
import org.datareload.testing.Invariants;
import org.datareload.testing.ProcessCrash;
import org.datareload.testing.Stall;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Processes that crash or are suspended at each instant of a run. A process leaves behind only its
 * writes to the store and its commits, so that the instants before and after each of them are all
 * there are. The short form takes every other instant on one database and those between on the
 * other; the long form takes all on both. {@code -Dreload.proof.rounds} sets the number of rounds
 * of crashes, whose shapes {@code -Dreload.proof.seed} draws. With several concurrent requests the
 * order of instants is up to the store.
 */
class CrashTest extends RunContract {
  private static final int ROUNDS = Proof.number("rounds", 1, 1);
  private static final int STEP = Proof.LONG ? 1 : 2;

  CrashTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  /** The first instant of the short form differs by database. */
  private int first() {
    return Proof.LONG || !database.isPostgres() ? 1 : 2;
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void anotherProcessFinishesAfterACrash(String kind) {
    int crashes = 0;
    for (var shape : shapes(kind, ROUNDS)) {
      prepare(kind, shape);
      int at = first();
      while (crashesAt(kind, at)) {
        at += STEP;
        crashes++;
      }
      assertThat(at).isGreaterThan(25);
    }
    report("%s: a process crashed at %d instants (%s)", kind, crashes, database.product());
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void aProcessThatWakesAfterAnotherFinishedChangesNothing(String kind) throws Exception {
    prepare(kind, shapes(kind, 1).get(0));
    int at = first();
    while (suspendsAt(kind, at)) {
      at += STEP;
    }
    report("%s: suspended up to instant %d (%s)", kind, at - 1, database.product());
    assertThat(at).isGreaterThan(25);
  }

  /** Whether the run was long enough to crash there. */
  private boolean crashesAt(String kind, int at) {
    var run = scenario(kind, at);
    var crash = new ProcessCrash(at);
    var process = process(run.faults(crash));
    try {
      run.start(process);
      process.drive();
    } catch (Throwable thrown) {
      assertThat(crash.place()).as("reason for %s", thrown).isNotNull();
    }
    process.close();
    run.await();
    try {
      Invariants.always(dataset);
      dataset.put(run.lateFile(), "late");
      var attempts = attempts();
      recover(run);
      assertThat(attempts()).as("claims").isLessThanOrEqualTo(attempts + 1);
      run.check();
      dataset.cleanUp(healthy);
      sweep();
      Invariants.quiet(dataset);
    } catch (AssertionError | RuntimeException e) {
      fail("after a crash at " + crash.place(), e);
    }
    return crash.place() != null;
  }

  /** How often processes claimed executions. */
  private int attempts() {
    return dataset.executions().stream().mapToInt(Execution::attempts).sum();
  }

  /** Whether the run was long enough to suspend the process there. */
  private boolean suspendsAt(String kind, int at) throws Exception {
    var run = scenario(kind, at);
    var stall = new Stall(at);
    try (var process = process(run.faults(stall))) {
      var working =
          CompletableFuture.runAsync(
              () -> {
                run.start(process);
                process.drive();
              },
              task -> new Thread(task, "suspended").start());
      CompletableFuture.anyOf(working, stall.reached()).get(5, TimeUnit.MINUTES);
      var suspended = stall.reached().isDone();
      var place = stall.reached().getNow("no place");
      try {
        recover(run);
        run.check();
        load("last " + at);
        var content = dataset.content();
        stall.wake();
        working.handle((done, failed) -> null).get(5, TimeUnit.MINUTES);
        dataset.cleanUp(healthy);
        assertThat(dataset.content()).isEqualTo(content);
        sweep();
        Invariants.quiet(dataset);
      } catch (AssertionError | RuntimeException e) {
        stall.wake();
        fail("after a suspension at " + place, e);
      }
      return suspended;
    }
  }
}
