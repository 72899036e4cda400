package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.process.Proof.say;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.datareload.execution.Status;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only process, on H2, is held up beyond its lease, with nobody there to go on meanwhile. */
class StallAloneTest {
  private static final int STALLS = Proof.number("stalls", 1, 10);
  private static final int DATASETS = 3;

  private final long seed = Proof.seed();
  private final Random random = new Random(seed);

  @Test
  void finishesAllByItselfWhenItWakes(@TempDir Path folder) {
    say("stalls alone: seed %d, %s", seed, Child.what());
    var lease = Map.of("reload.executions.lease", "4s");
    try (var scene = new Cluster(DatabaseServer.h2(folder), DATASETS, lease);
        var child = scene.child(folder).start()) {
      var stalls = new Stalls(scene, child, random);
      stalls.learn();
      var rounds = 0;
      while (stalls.count() < STALLS) {
        var round = "s" + ++rounds;
        var place = stalls.holdUp(round);
        try {
          await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertLapsed(scene));
          scene.assertAlways();
          stalls.goOn();
          scene.awaitSettled(child);
          scene.assertContent(round);
        } catch (AssertionError | RuntimeException failed) {
          throw new AssertionError("round " + round + ", held up " + place, failed);
        }
      }
      var executions = (2 + rounds) * DATASETS;
      var twice = scene.awaitMails(executions);
      child.kill();
      scene.assertQuiet(executions, Status.COMPLETED);
      say("stalls alone: %d, %d reloads, %d mails twice", STALLS, executions, twice);
    }
  }

  private static void assertLapsed(Cluster scene) {
    scene.ground.look(database -> assertThat(held(database)).isZero());
  }

  private static int held(TestDatabase database) {
    var sql = "SELECT COUNT(*) FROM execution WHERE lease_until > CURRENT_TIMESTAMP";
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }
}
