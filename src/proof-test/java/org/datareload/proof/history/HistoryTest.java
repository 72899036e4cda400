package org.datareload.proof.history;

import static net.jqwik.api.Arbitraries.fromGenerator;

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
import org.datareload.testing.TestDatabases;

/**
 * Histories of a dataset, made at random: what people upload, load, delete and bring back while
 * processes die, are held up and meet failures. After each one the product must show what a map of
 * names to bytes shows.
 *
 * <p>{@code -Dreload.proof.seed} says which history comes first, {@code -Djqwik.tries.default} how
 * many there are (500). {@code -Dreload.proof=long} makes them of up to 40 steps instead of six and
 * plays every other one on PostgreSQL.
 */
class HistoryTest {
  /** The embedded store looks through all that ever stood in a bucket. */
  private static final int OF_ONE_WORLD = 200;

  private static final boolean LONG = "long".equals(System.getProperty("reload.proof"));
  private static final long FIRST = Long.getLong("reload.proof.seed", System.nanoTime());
  private static final AtomicLong NEXT = new AtomicLong(FIRST);
  private static final List<World> WORLDS = new ArrayList<>();
  private static int played;
  private static int steps;
  private static long nanos;

  record History(long seed, boolean skipTrash, List<Step> steps) {}

  @Property(generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
  void endsAsAMapOfNamesToBytesDoes(@ForAll("histories") History history) {
    if (played % OF_ONE_WORLD == 0) {
      close();
    }
    if (WORLDS.isEmpty()) {
      open();
    }
    try {
      var world = WORLDS.get((int) Math.floorMod(history.seed(), WORLDS.size()));
      var start = System.nanoTime();
      new Player(world, history.skipTrash()).play(history.steps());
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
                Arbitraries.of(false, false, true),
                LONG ? Steps.longHistories(40) : Steps.histories(6))
            .as((skipTrash, steps) -> new History(0, skipTrash, steps))
            .generator(1000);
    return fromGenerator(
        random -> {
          var seed = NEXT.getAndIncrement();
          return made.next(new Random(seed))
              .map(history -> new History(seed, history.skipTrash(), history.steps()));
        });
  }

  private static synchronized void open() {
    WORLDS.add(new World(TestDatabases::h2, false));
    WORLDS.add(new World(TestDatabases::h2, true));
    if (LONG) {
      WORLDS.add(new World(TestDatabases::postgres, false));
      WORLDS.add(new World(TestDatabases::postgres, true));
    }
  }

  private static synchronized void close() {
    WORLDS.forEach(World::close);
    WORLDS.clear();
  }

  @AfterContainer
  static void tell() {
    System.out.printf(
        "histories: %d of %d steps played in %d s, the first of seed %d%n",
        played, steps, nanos / 1_000_000_000, FIRST);
    close();
  }
}
