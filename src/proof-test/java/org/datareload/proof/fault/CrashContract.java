package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.datareload.execution.Execution;
import org.datareload.testing.Invariants;
import org.datareload.testing.ProcessCrash;
import org.datareload.testing.Stall;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Processes that die or stall at each instant of a run. What a process leaves behind is its writes
 * to the store and its commits, so the instants before and after each of them are all there are.
 * The short form takes every other instant on one database and those between on the other. {@code
 * -Dreload.proof=long} takes all on both, {@code -Dreload.proof.rounds} makes so many rounds of
 * deaths, of which {@code -Dreload.proof.seed} draws the shapes: the number of files, whether the
 * landing zone keeps versions, and how many requests are under way at a time. With more than one,
 * the instant is counted all the same, and what stands there is the store's choice.
 */
abstract class CrashContract extends RunContract {
  private static final int ROUNDS = Integer.getInteger("reload.proof.rounds", 1);
  private static final int STEP = LONG ? 1 : 2;
  private final int first;

  /**
   * @param first the first instant of the short form, 1 or 2
   */
  CrashContract(Supplier<TestDatabase> fresh, int first) {
    super(fresh);
    this.first = LONG ? 1 : first;
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void anotherProcessFinishesWhatADeadOneLeft(String kind) {
    int died = 0;
    for (var shape : shapes(kind, ROUNDS)) {
      prepare(kind, shape);
      int at = first;
      while (diesAt(kind, at)) {
        at += STEP;
        died++;
      }
      assertThat(at).isGreaterThan(30);
    }
    System.out.printf("%s: a process died at %d instants (%s)%n", kind, died, getClass());
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void aProcessThatWakesAfterAnotherFinishedChangesNothing(String kind) throws Exception {
    prepare(kind, shapes(kind, 1).get(0));
    int at = first;
    while (stallsAt(kind, at)) {
      at += STEP;
    }
    System.out.printf("%s: stalls up to instant %d (%s)%n", kind, at - 1, getClass());
    assertThat(at).isGreaterThan(30);
  }

  /** Whether the run was long enough to die there. */
  private boolean diesAt(String kind, int at) {
    var run = scenario(kind, at);
    var death = new ProcessCrash(at);
    var process = process(run.world(death));
    try {
      run.start(process);
      process.drive();
    } catch (Throwable died) {
      assertThat(death.place()).as("reason for %s", died).isNotNull();
    }
    process.close();
    run.await();
    try {
      Invariants.always(dataset);
      dataset.put(run.late(), "late");
      var attempts = attempts();
      recover(run);
      assertThat(attempts()).as("take-overs").isLessThanOrEqualTo(attempts + 1);
      run.check();
      dataset.cleanUp(healthy);
      observe();
      Invariants.quiet(dataset);
    } catch (AssertionError | RuntimeException e) {
      fail("after a death at " + death.place(), e);
    }
    return death.place() != null;
  }

  /** How often executions were taken. */
  private int attempts() {
    return dataset.executions().stream().mapToInt(Execution::attempts).sum();
  }

  private boolean stallsAt(String kind, int at) throws Exception {
    var run = scenario(kind, at);
    var stall = new Stall(at);
    try (var process = process(run.world(stall))) {
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
