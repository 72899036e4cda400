package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.function.Supplier;
import org.datareload.testing.Invariants;
import org.datareload.testing.LostConnection;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Connections to the database that break at a statement, before a commit, or behind one whose
 * answer is lost. The short form breaks one in {@value #STRIDE}, {@code -Dreload.proof=long} each.
 */
abstract class ConnectionsContract extends RunContract {
  static final List<String> CHORES = ConnectionsChore.KINDS;
  private static final int STRIDE = 11;
  private static final int STEP = LONG ? 1 : STRIDE;
  private final int first;

  /**
   * @param first the instant with which the short form begins
   */
  ConnectionsContract(Supplier<TestDatabase> fresh, int first) {
    super(fresh);
    this.first = LONG ? 1 : first;
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void theRunEndsAsIfNoneHadBroken(String kind) {
    prepare(kind, shapes(kind, 1).get(0));
    int broken = 0;
    for (int at = first; breaksAt(kind, at); at += STEP) {
      broken++;
    }
    System.out.printf("%s: a connection broke at %d instants (%s)%n", kind, broken, getClass());
    assertThat(broken * STEP).isGreaterThan(30);
  }

  @ParameterizedTest
  @FieldSource("CHORES")
  void whatGoesOnBesideIsDoneOnce(String kind) throws Exception {
    prepare(kind, shapes(kind, 1).get(0));
    int broken = 0;
    for (int at = first; cuts(kind, at, broken + 1); at += STEP) {
      broken++;
    }
    System.out.printf("%s: a connection broke at %d instants (%s)%n", kind, broken, getClass());
    assertThat(broken).isPositive();
  }

  /** Whether the run was long enough to lose a connection there. */
  private boolean breaksAt(String kind, int at) {
    var run = scenario(kind, at);
    var lost = new LostConnection(at);
    try (var process = process(run.world(lost))) {
      run.start(process);
      process.drive();
    } catch (RuntimeException told) {
      assertThat(lost.place()).as("reason for %s", told).isNotNull();
    }
    run.await();
    try {
      Invariants.always(dataset);
      recover(run);
      run.check();
      dataset.cleanUp(healthy);
      observe();
      Invariants.quiet(dataset);
    } catch (AssertionError | RuntimeException e) {
      fail("after a connection lost at " + lost.place(), e);
    }
    return lost.place() != null;
  }

  /** Whether the chore was long enough to lose a connection there. */
  private boolean cuts(String kind, int at, int number) throws Exception {
    var lost = new LostConnection(at);
    try (var chore = ConnectionsChore.of(kind, this, number)) {
      try (var process = process(lost)) {
        chore.run(process);
      } catch (RuntimeException told) {
        assertThat(lost.place()).as("reason for %s", told).isNotNull();
      }
      try {
        chore.giveUp();
        Invariants.always(dataset);
        chore.again();
        chore.check();
        Invariants.quiet(dataset);
      } catch (AssertionError | RuntimeException e) {
        fail("after a connection lost at " + lost.place(), e);
      }
    }
    return lost.place() != null;
  }
}
