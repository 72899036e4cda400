package org.datareload.proof.process;

import static java.util.Comparator.comparingInt;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.proof.Proof;
import org.datareload.proof.process.Rounds.Kind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the program with {@code kill -9} while it loads several datasets, fails to, processes files
 * and restores, and starts it again. It is killed at writes to the store, at messages to the queue,
 * the mail server and PostgreSQL, and at random times. {@code -Dreload.proof.kills} sets the number
 * of kills for each database, {@code -Dreload.proof.seed} the seed.
 */
class KillTest {
  private static final int KILLS = Proof.number("kills", 1, 150);
  private static final int DATASETS = 4;

  /** The short form also runs on busy machines. */
  private static final Duration GRACE = Duration.ofMinutes(Proof.LONG ? 0 : 2);

  private static final Duration LEASE = Duration.ofSeconds(Proof.number("lease", 4, 8));

  /** What many kills must hit: multipart copies and the deletion of copies. */
  private static final Map<Kind, List<String>> REQUIRED =
      Map.of(
          Kind.LOAD,
          List.of(
              "CREATE_UPLOAD in the lake",
              "UPLOAD_PART in the lake",
              "COMPLETE_UPLOAD in the lake"),
          Kind.FAIL,
          List.of(
              "CREATE_UPLOAD in the lake", "UPLOAD_PART in the lake", "DELETE_BATCH in the lake"));

  /**
   * A round without a kill.
   *
   * @param writes the number of writes to the store by place
   * @param messages the number of messages through each proxy
   */
  private record Quiet(Map<String, Integer> writes, List<Integer> messages, Duration took) {}

  private final long seed = Proof.seed();
  private final Random random = new Random(seed);
  private final Map<Kind, Quiet> quiet = new EnumMap<>(Kind.class);
  private final Map<String, Integer> places = new TreeMap<>();
  private final List<String> late = new ArrayList<>();
  private Duration recovered = Duration.ZERO;
  private Duration settled = Duration.ZERO;
  private int kills;
  private int takeovers;
  private int number;
  private Cluster cluster;
  private ServerProxies proxies;
  private Child child;
  private Rounds rounds;

  @ParameterizedTest
  @ValueSource(strings = {"H2", "PostgreSQL"})
  void losesAndDuplicatesNothing(String product, @TempDir Path folder) throws Exception {
    report("kills: seed %d, %s, %s", seed, Child.source(), product);
    var database = product.equals("H2") ? DatabaseServer.h2(folder) : DatabaseServer.postgres();
    var lease = Map.of("reload.executions.lease", LEASE.toSeconds() + "s");
    try (var opened = new Cluster(database, DATASETS, lease);
        var through = new ServerProxies(opened);
        var started = opened.child(folder, through.properties()).start()) {
      cluster = opened;
      proxies = through;
      child = started;
      rounds = new Rounds(cluster, child.api);
      // A restore needs two earlier loads.
      withoutKill(Kind.LOAD);
      quiet.put(Kind.LOAD, withoutKill(Kind.LOAD));
      var first = random.nextInt(Kind.values().length);
      while (kills < KILLS) {
        kill(Kind.values()[(first + kills) % Kind.values().length]);
        assertThat(number).as("rounds for %d kills", kills).isLessThan(20 + 2 * KILLS);
      }
      withoutKill(Kind.LOAD);
      end();
    }
  }

  private void end() {
    var executions = rounds.ended();
    var twice = cluster.awaitMails(executions.size());
    child.kill();
    cluster.assertQuiet(found -> assertThat(found).containsExactlyInAnyOrderElementsOf(executions));
    places.forEach(
        (place, times) -> report("  %3d, %4.1f %%, %s", times, 100.0 * times / kills, place));
    report(
        "kills: %d in %d rounds of %d executions, %d of them resumed, after %d ms at most, and"
            + " ended after %d ms with the start, %d mails sent twice, nothing lost or duplicated",
        kills,
        number,
        executions.size(),
        takeovers,
        recovered.toMillis(),
        settled.toMillis(),
        twice);
    assertThat(late).as("not resumed within two leases and a start").isEmpty();
    if (KILLS >= 100) {
      assertThat(takeovers).as("resumed executions").isPositive();
      assertThat(REQUIRED)
          .allSatisfy(
              (kind, required) ->
                  assertThat(required)
                      .allSatisfy(
                          place ->
                              assertThat(times(kind, place))
                                  .as("%s, %s", kind, place)
                                  .isPositive()));
    }
  }

  private Quiet withoutKill(Kind kind) {
    var trap = new Trap(cluster.zones.zones());
    var before = proxies.requests();
    rounds.prepare(kind, "r" + ++number);
    var began = System.nanoTime();
    rounds.begin(trap);
    awaitEndUnless(new CompletableFuture<>());
    var took = Duration.ofNanos(System.nanoTime() - began);
    var after = proxies.requests();
    rounds.check();
    var messages = IntStream.range(0, after.size()).map(i -> after.get(i) - before.get(i));
    return new Quiet(trap.writes(), messages.boxed().toList(), took);
  }

  /** Kills the child in the middle of a round and waits for the end of the round. */
  private void kill(Kind kind) throws Exception {
    var whole = quiet.computeIfAbsent(kind, this::withoutKill);
    rounds.prepare(kind, "r" + ++number);
    var place =
        switch (random.nextInt(4)) {
          case 0 -> killAtRandom(whole);
          case 1 -> killAtMessage(whole);
          default -> killAtWrite(kind, whole);
        };
    proxies.stopFailing();
    place.ifPresent(
        known -> {
          places.merge(kind + " " + known, 1, Integer::sum);
          if (++kills % 10 == 0) {
            report("  %d kills", kills);
          }
        });
    try {
      rounds.resume();
      startAgain(place.orElse("after the end"));
      rounds.check();
    } catch (AssertionError | RuntimeException failed) {
      throw new AssertionError("in round %d, %s, killed %s".formatted(number, kind, place), failed);
    }
  }

  private void startAgain(String place) {
    var spawned = Instant.now();
    child.start();
    var limit = LEASE.multipliedBy(2).plus(Duration.between(spawned, Instant.now())).plus(GRACE);
    rounds.awaitEnd();
    settled = longer(settled, Duration.between(spawned, Instant.now()));
    var recoveries = child.takeovers(spawned).values();
    takeovers += recoveries.size();
    for (var instant : recoveries) {
      var recovery = Duration.between(spawned, instant);
      recovered = longer(recovered, recovery);
      if (recovery.compareTo(limit) > 0) {
        late.add("%d, %s: %s beyond %s".formatted(number, place, recovery, limit));
      }
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Optional<String> killAtRandom(Quiet whole) throws Exception {
    rounds.begin(Interceptor.NONE);
    MILLISECONDS.sleep(random.nextInt((int) whole.took().toMillis()));
    var over = isOver();
    child.kill();
    return over ? Optional.empty() : Optional.of("at a random time");
  }

  /** Kills it at the place with the fewest kills so far. */
  private Optional<String> killAtWrite(Kind kind, Quiet whole) {
    var all = new ArrayList<>(whole.writes().keySet());
    Collections.shuffle(all, random);
    var target = Collections.min(all, comparingInt(place -> times(kind, place)));
    var after = random.nextBoolean();
    var trap =
        new Trap(
            cluster.zones.zones(),
            target,
            1 + random.nextInt(whole.writes().get(target)),
            after,
            () -> {
              child.kill();
              if (!after) {
                throw Trap.refusal();
              }
            });
    rounds.begin(trap);
    awaitEndUnless(trap.triggered());
    child.kill();
    return Optional.ofNullable(trap.triggered().getNow(null)).map(when -> when + " " + target);
  }

  private int times(Kind kind, String place) {
    return places.getOrDefault(kind + " before " + place, 0)
        + places.getOrDefault(kind + " after " + place, 0);
  }

  /** Kills it at a message to the queue, the mail server or the database. */
  private Optional<String> killAtMessage(Quiet whole) {
    var triggered = proxies.trap(random, whole.messages(), child::kill);
    rounds.begin(Interceptor.NONE);
    awaitEndUnless(triggered);
    child.kill();
    return Optional.ofNullable(triggered.getNow(null));
  }

  private void awaitEndUnless(CompletableFuture<String> triggered) {
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> triggered.isDone() || isOver());
  }

  /** Whether all executions ended and their mails were sent. */
  private boolean isOver() {
    return rounds.isOver() && cluster.mailed() == rounds.begun();
  }
}
