package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.datareload.execution.Status;
import org.datareload.proof.Proof;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only process, on H2, is suspended beyond its lease. */
class StallAloneTest {
  private static final int STALLS = Proof.number("stalls", 1, 10);
  private static final int DATASETS = 3;

  private final long seed = Proof.seed();
  private final Random random = new Random(seed);

  @Test
  void finishesEverythingWhenItWakes(@TempDir Path folder) {
    report("stalls alone: seed %d, %s", seed, Child.source());
    var lease = Map.of("reload.executions.lease", "4s");
    try (var cluster = new Cluster(DatabaseServer.h2(folder), DATASETS, lease);
        var child = cluster.child(folder).start()) {
      var stalls = new Stalls(cluster, child, random);
      stalls.learn();
      var rounds = 0;
      while (stalls.count() < STALLS) {
        var round = "s" + ++rounds;
        var place = stalls.suspend(round);
        try {
          await().untilAsserted(() -> assertLapsed(cluster));
          cluster.assertAlways();
          stalls.resume();
          cluster.awaitSettled(child);
          cluster.assertContent(round);
        } catch (AssertionError | RuntimeException failed) {
          throw new AssertionError("round " + round + ", suspended " + place, failed);
        }
      }
      var executions = (2 + rounds) * DATASETS;
      var twice = cluster.awaitMails(executions);
      child.kill();
      cluster.assertQuiet(executions, Status.COMPLETED);
      report("stalls alone: %d, %d reloads, %d mails twice", STALLS, executions, twice);
    }
  }

  private static void assertLapsed(Cluster cluster) {
    cluster.database.read(database -> assertThat(held(database)).isZero());
  }

  private static int held(TestDatabase database) {
    var sql = "SELECT COUNT(*) FROM execution WHERE lease_until > CURRENT_TIMESTAMP";
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }
}
