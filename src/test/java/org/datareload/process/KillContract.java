package org.datareload.process;

import static java.util.Comparator.naturalOrder;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.datareload.process.Proof.say;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.datareload.execution.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product killed as {@code kill -9} does while it loads several datasets, at writes to the
 * store, at words to the queue, the mail server and PostgreSQL, and at random instants, and started
 * again. {@code -Dreload.proof.kills} sets their number, {@code -Dreload.proof.seed} the seed.
 */
abstract class KillContract {
  private static final int KILLS = Proof.number("kills", 2, 150);
  private static final int DATASETS = 4;

  /** Writes to the store that the reloads of one round take. */
  private static final int WRITES = 46;

  private static final Duration LEASE = Duration.ofSeconds(Proof.number("lease", 4, 8));

  private final long seed = Proof.seed();
  private final Random random = new Random(seed);
  private final Map<String, Integer> places = new TreeMap<>();
  private final List<String> late = new ArrayList<>();
  private Duration recovered = Duration.ZERO;
  private Duration settled = Duration.ZERO;
  private Scene scene;
  private Doors doors;
  private Child child;

  abstract Ground ground(Path folder);

  @Test
  void losesAndDoublesNothingWhereItIsKilledAndStartedAgain(@TempDir Path folder) throws Exception {
    say("kills: seed %d, %s, %s", seed, Child.what(), getClass().getSimpleName());
    var lease = Map.of("reload.executions.lease", LEASE.toSeconds() + "s");
    try (var opened = new Scene(ground(folder), DATASETS, lease);
        var ways = new Doors(opened);
        var started = opened.child(folder, ways.properties()).start()) {
      scene = opened;
      doors = ways;
      child = started;
      for (var round = 1; round <= KILLS; round++) {
        kill(round);
        if (round % 10 == 0) {
          say("  %d kills", round);
        }
      }
      scene.dropFiles("last");
      scene.awaitSettled(child);
      var executions = (KILLS + 1) * DATASETS;
      var twice = scene.awaitMails(executions);
      child.kill();
      scene.assertQuiet(executions, Status.COMPLETED);
      places.forEach((place, kills) -> say("  %3d %s", kills, place));
      say(
          "kills: %d in %d reloads, gone on with after %d ms at most and ended after %d ms with the"
              + " start, %d mails sent twice, nothing lost or doubled",
          KILLS, executions, recovered.toMillis(), settled.toMillis(), twice);
      assertThat(late).as("not gone on with within two leases and a start").isEmpty();
    }
  }

  /** Loads every dataset, kills the child meanwhile, and waits for the end of what it began. */
  private void kill(int number) throws Exception {
    var round = "r" + number;
    var place =
        switch (random.nextInt(3)) {
          case 0 -> killAtRandom(round);
          case 1 -> killAtWrite(round);
          default -> killAtWord(round, number * DATASETS);
        };
    scene.letPass();
    doors.letPass();
    places.merge(place, 1, Integer::sum);
    try {
      scene.assertAlways();
      var spawned = Instant.now();
      child.start();
      var limit = LEASE.multipliedBy(2).plus(Duration.between(spawned, Instant.now()));
      scene.awaitSettled(child);
      settled = longer(settled, Duration.between(spawned, Instant.now()));
      var recovery = recovery(spawned);
      recovered = longer(recovered, recovery);
      if (recovery.compareTo(limit) > 0) {
        late.add("%s, %s: %s beyond %s".formatted(round, place, recovery, limit));
      }
      scene.assertContent(round);
    } catch (AssertionError | RuntimeException failed) {
      throw new AssertionError("in round " + round + ", killed " + place, failed);
    }
  }

  /** How long after this instant the child had gone on with all that the dead one drove. */
  private Duration recovery(Instant spawned) {
    return child.takeovers(spawned).values().stream()
        .map(instant -> Duration.between(spawned, instant))
        .max(naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private String killAtRandom(String round) throws Exception {
    scene.dropFiles(round);
    MILLISECONDS.sleep(random.nextInt(1_500));
    child.kill();
    return "at a random instant";
  }

  private String killAtWrite(String round) {
    var after = random.nextBoolean();
    var trap =
        new Trap(
            scene.zones.zones(),
            1 + random.nextInt(WRITES),
            after,
            () -> {
              child.kill();
              if (!after) {
                throw Trap.refusal();
              }
            });
    scene.intercept(trap);
    return killOnce(round, trap.sprung(), () -> scene.awaitSettled(child));
  }

  /** While it speaks with the queue, the mail server or the database. */
  private String killAtWord(String round, int executions) {
    var sprung = doors.trap(random, child::kill);
    return killOnce(
        round,
        sprung,
        () -> {
          scene.awaitSettled(child);
          scene.awaitMails(executions);
        });
  }

  private String killOnce(String round, CompletableFuture<String> sprung, Runnable end) {
    scene.dropFiles(round);
    CompletableFuture.anyOf(sprung, CompletableFuture.runAsync(end)).join();
    child.kill();
    return sprung.getNow("after the end");
  }
}
