package org.datareload.proof.history;

import static net.jqwik.api.Arbitraries.fromGenerator;
import static org.datareload.proof.Proof.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.datareload.dataset.Replaced;
import org.datareload.proof.Proof;
import org.datareload.testing.TestDatabases;

/**
 * Random histories of a dataset: users upload, load, delete and restore files while processes
 * crash, are suspended and meet failures. After each history the program must show what a map of
 * names to contents shows.
 *
 * <p>{@code -Dreload.proof.seed} selects the first history, {@code -Djqwik.tries.default} the
 * number of histories (500). The long form has up to 40 steps instead of six and plays every other
 * history on PostgreSQL.
 */
class HistoryTest {
  /**
   * Histories for each environment: the embedded store slows down with all that a bucket ever held.
   */
  private static final int PER_ENVIRONMENT = 200;

  private static final long FIRST = Proof.seed();
  private static final AtomicLong NEXT = new AtomicLong(FIRST);
  private static final List<Environment> ENVIRONMENTS = new ArrayList<>();
  private static int played;
  private static int steps;
  private static long nanos;

  record History(long seed, Replaced replaced, List<Step> steps) {}

  @Property(generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
  void endsLikeAMapOfNamesToContents(@ForAll("histories") History history) {
    if (played % PER_ENVIRONMENT == 0) {
      close();
    }
    if (ENVIRONMENTS.isEmpty()) {
      open();
    }
    try {
      var environment = ENVIRONMENTS.get((int) Math.floorMod(history.seed(), ENVIRONMENTS.size()));
      var start = System.nanoTime();
      new Player(environment, history.replaced()).play(history.steps());
      nanos += System.nanoTime() - start;
      steps += history.steps().size();
      played++;
    } catch (RuntimeException | Error wrong) {
      close();
      throw new AssertionError("-Dreload.proof.seed=" + history.seed(), wrong);
    }
  }

  @Provide
  static Arbitrary<History> histories() {
    var made =
        Combinators.combine(
                Arbitraries.of(Replaced.TRASH, Replaced.TRASH, Replaced.KEEP, Replaced.DELETE),
                Proof.LONG ? Steps.longHistories(40) : Steps.histories(6))
            .as((replaced, steps) -> new History(0, replaced, steps))
            .generator(1000);
    return fromGenerator(
        random -> {
          var seed = NEXT.getAndIncrement();
          return made.next(new Random(seed))
              .map(history -> new History(seed, history.replaced(), history.steps()));
        });
  }

  private static synchronized void open() {
    ENVIRONMENTS.add(new Environment(TestDatabases::h2, false));
    ENVIRONMENTS.add(new Environment(TestDatabases::h2, true));
    if (Proof.LONG) {
      ENVIRONMENTS.add(new Environment(TestDatabases::postgres, false));
      ENVIRONMENTS.add(new Environment(TestDatabases::postgres, true));
    }
  }

  private static synchronized void close() {
    ENVIRONMENTS.forEach(Environment::close);
    ENVIRONMENTS.clear();
  }

  @AfterContainer
  static void summarize() {
    report(
        "histories: %d of %d steps played in %d s, first seed %d",
        played, steps, nanos / 1_000_000_000, FIRST);
    close();
  }
}
