package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.datareload.proof.Proof.report;

import java.util.List;
import java.util.function.Supplier;
import org.datareload.proof.Proof;
import org.datareload.testing.Invariants;
import org.datareload.testing.LostConnection;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Database connections that break at a statement, before a commit or after it. The short form
 * breaks one in {@value #STRIDE}, beginning elsewhere on each database; the long form breaks each.
 */
class LostConnectionsTest extends RunContract {
  static final List<String> CHORES = Chore.KINDS;
  private static final int STRIDE = 11;
  private static final int STEP = Proof.LONG ? 1 : STRIDE;

  LostConnectionsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  private int first() {
    return Proof.LONG ? 1 : database.isPostgres() ? 6 : 1;
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void runsEndAsWithoutTheLoss(String kind) {
    prepare(kind, shapes(kind, 1).get(0));
    int broken = 0;
    for (int at = first(); breaksAt(kind, at); at += STEP) {
      broken++;
    }
    report("%s: a connection broke at %d instants (%s)", kind, broken, database.product());
    assertThat(broken * STEP).isGreaterThan(30);
  }

  @ParameterizedTest
  @FieldSource("CHORES")
  void otherWorkIsDoneOnce(String kind) throws Exception {
    prepare(kind, shapes(kind, 1).get(0));
    int broken = 0;
    for (int at = first(); breaksChoreAt(kind, at, broken + 1); at += STEP) {
      broken++;
    }
    report("%s: a connection broke at %d instants (%s)", kind, broken, database.product());
    assertThat(broken).isPositive();
  }

  /** Whether the run was long enough to lose a connection there. */
  private boolean breaksAt(String kind, int at) {
    var run = scenario(kind, at);
    var lost = new LostConnection(at);
    try (var process = process(run.faults(lost))) {
      run.start(process);
      process.drive();
    } catch (RuntimeException thrown) {
      assertThat(lost.place()).as("reason for %s", thrown).isNotNull();
    }
    run.await();
    try {
      Invariants.always(dataset);
      recover(run);
      run.check();
      dataset.cleanUp(healthy);
      sweep();
      Invariants.quiet(dataset);
    } catch (AssertionError | RuntimeException e) {
      fail("after a connection lost at " + lost.place(), e);
    }
    return lost.place() != null;
  }

  /** Whether the chore was long enough to lose a connection there. */
  private boolean breaksChoreAt(String kind, int at, int number) throws Exception {
    var lost = new LostConnection(at);
    try (var chore = Chore.of(kind, this, number)) {
      try (var process = process(lost)) {
        chore.run(process);
      } catch (RuntimeException thrown) {
        assertThat(lost.place()).as("reason for %s", thrown).isNotNull();
      }
      try {
        chore.giveUpDeleted();
        Invariants.always(dataset);
        chore.repeat();
        chore.check();
        Invariants.quiet(dataset);
      } catch (AssertionError | RuntimeException e) {
        fail("after a connection lost at " + lost.place(), e);
      }
    }
    return lost.place() != null;
  }
}
