package org.datareload.proof.process;

import static org.awaitility.Awaitility.await;
import static org.datareload.proof.process.Proof.say;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.datareload.execution.Status;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replica that is held up, as {@code kill -STOP} does, beyond its lease, while another one works.
 * {@code -Dreload.proof.stalls} sets how often, {@code -Dreload.proof.seed} the seed.
 */
class StallTest {
  private static final int STALLS = Proof.number("stalls", 20);
  private static final int DATASETS = 3;

  @TempDir Path folder;
  private final long seed = Proof.seed();
  private final Random random = new Random(seed);
  private Cluster scene;
  private Child held;
  private Child other;

  @BeforeEach
  void open() {
    scene =
        new Cluster(DatabaseServer.postgres(), DATASETS, Map.of("reload.executions.lease", "4s"));
    held = scene.child(folder.resolve("held"));
    other = scene.child(folder.resolve("other"));
  }

  @AfterEach
  void close() {
    held.close();
    other.close();
    scene.close();
  }

  @Test
  void changesNothingWhereItWakesAfterAnotherFinished() {
    Proof.longOnly();
    say("stalls: seed %d, %s", seed, Child.what());
    held.start();
    var stalls = new Stalls(scene, held, random);
    stalls.learn();
    var rounds = 0;
    while (stalls.count() < STALLS) {
      var round = "s" + ++rounds;
      var place = stalls.holdUp(round);
      try {
        wakesForNothing(stalls, round);
      } catch (AssertionError | RuntimeException failed) {
        throw new AssertionError("round " + round + ", held up " + place, failed);
      }
    }
    var executions = (2 + 3 * rounds) * DATASETS;
    var twice = scene.awaitMails(executions);
    held.kill();
    scene.assertQuiet(executions, Status.COMPLETED);
    say("stalls: %d in %d reloads, %d mails sent twice, 0 violations", STALLS, executions, twice);
  }

  private void wakesForNothing(Stalls stalls, String round) {
    other.start();
    scene.awaitSettled(other);
    scene.assertContent(round);
    scene.dropFiles(round + "-next");
    scene.awaitSettled(other);
    scene.assertContent(round + "-next");
    stalls.goOn();
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> scene.assertContent(round + "-next"));
    scene.assertAlways();
    other.kill();
    scene.dropFiles(round + "-last");
    scene.awaitSettled(held);
    scene.assertContent(round + "-last");
  }

  @Test
  void keepsNoTransactionOpenForEver() {
    Proof.longOnly();
    held.start();
    scene.ground.change(
        database ->
            database
                .jdbi()
                .useTransaction(
                    handle -> {
                      handle.select("SELECT id FROM dataset FOR UPDATE").mapToMap().list();
                      scene.dropFiles("first");
                      await().atMost(Duration.ofMinutes(1)).until(() -> isWaiting(database));
                      held.holdUp();
                    }));
    other.start();
    scene.awaitSettled(other);
    scene.assertContent("first");
    held.kill();
    other.kill();
    scene.assertQuiet(DATASETS, Status.COMPLETED);
  }

  /** Whether a transaction of the child waits for the locks that the test holds. */
  private static boolean isWaiting(TestDatabase database) {
    var waiting =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND datname = CURRENT_DATABASE()")
                        .mapTo(Integer.class)
                        .one());
    return waiting > 0;
  }
}
