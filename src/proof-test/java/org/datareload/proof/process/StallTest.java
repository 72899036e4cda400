package org.datareload.proof.process;

import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.datareload.execution.Status;
import org.datareload.proof.Proof;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replica that is suspended with {@code kill -STOP} beyond its lease while another one works.
 * {@code -Dreload.proof.stalls} sets how often, {@code -Dreload.proof.seed} the seed.
 */
class StallTest {
  private static final int STALLS = Proof.number("stalls", 20);
  private static final int DATASETS = 3;

  @TempDir Path folder;
  private final long seed = Proof.seed();
  private final Random random = new Random(seed);
  private Cluster cluster;
  private Child held;
  private Child other;

  @BeforeEach
  void open() {
    cluster =
        new Cluster(DatabaseServer.postgres(), DATASETS, Map.of("reload.executions.lease", "4s"));
    held = cluster.child(folder.resolve("held"));
    other = cluster.child(folder.resolve("other"));
  }

  @AfterEach
  void close() {
    held.close();
    other.close();
    cluster.close();
  }

  @Test
  void changesNothingIfItWakesAfterAnotherOneFinished() {
    Proof.longOnly();
    report("stalls: seed %d, %s", seed, Child.source());
    held.start();
    var stalls = new Stalls(cluster, held, random);
    stalls.learn();
    var rounds = 0;
    while (stalls.count() < STALLS) {
      var round = "s" + ++rounds;
      var place = stalls.suspend(round);
      try {
        assertWakesWithoutEffect(stalls, round);
      } catch (AssertionError | RuntimeException failed) {
        throw new AssertionError("round " + round + ", suspended " + place, failed);
      }
    }
    var executions = (2 + 3 * rounds) * DATASETS;
    var twice = cluster.awaitMails(executions);
    held.kill();
    cluster.assertQuiet(executions, Status.COMPLETED);
    report(
        "stalls: %d in %d reloads, %d mails sent twice, 0 violations", STALLS, executions, twice);
  }

  private void assertWakesWithoutEffect(Stalls stalls, String round) {
    other.start();
    cluster.awaitSettled(other);
    cluster.assertContent(round);
    cluster.upload(round + "-next");
    cluster.awaitSettled(other);
    cluster.assertContent(round + "-next");
    stalls.resume();
    await()
        .during(Duration.ofSeconds(2))
        .untilAsserted(() -> cluster.assertContent(round + "-next"));
    cluster.assertAlways();
    other.kill();
    cluster.upload(round + "-last");
    cluster.awaitSettled(held);
    cluster.assertContent(round + "-last");
  }

  @Test
  void keepsNoTransactionOpenForEver() {
    Proof.longOnly();
    held.start();
    cluster.database.change(
        database ->
            database
                .jdbi()
                .useTransaction(
                    handle -> {
                      handle.select("SELECT id FROM dataset FOR UPDATE").mapToMap().list();
                      cluster.upload("first");
                      await().until(() -> isWaiting(database));
                      held.suspend();
                    }));
    other.start();
    cluster.awaitSettled(other);
    cluster.assertContent("first");
    held.kill();
    other.kill();
    cluster.assertQuiet(DATASETS, Status.COMPLETED);
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
