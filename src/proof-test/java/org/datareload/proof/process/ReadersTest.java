package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.process.Proof.say;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.datareload.execution.Status;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * People read while content is replaced and replicas are killed. {@code -Dreload.proof.reloads}
 * sets how often it is replaced at least, {@code -Dreload.proof.replica-kills} how often one of the
 * replicas is killed at least, {@code -Dreload.proof.seed} the seed.
 */
class ReadersTest {
  private static final int RELOADS = Proof.number("reloads", 200);
  private static final int DATASETS = 4;
  private static final int KILLS = Proof.number("replica-kills", 5);

  @TempDir Path folder;
  private final long seed = Proof.seed();
  private Cluster scene;

  /**
   * @param delay {@code reload.retire.delay}: none for readers of the prefix, who see two contents
   *     as long; longer than it takes to read a content for those of the manifests
   */
  @ParameterizedTest
  @ValueSource(strings = {"0s", "20s"})
  void seeWholeContentsWhileReplicasAreKilled(String delay) throws Exception {
    Proof.longOnly();
    say("readers: seed %d, %s, reload.retire.delay=%s", seed, Child.what(), delay);
    var given = Map.of("reload.executions.lease", "5s", "reload.retire.delay", delay);
    try (var opened = new Cluster(DatabaseServer.postgres(), DATASETS, given);
        var replicas = new Replicas(opened, folder, seed)) {
      scene = opened;
      replace("r0");
      var readers = new Readers(scene, !delay.equals("0s"));
      replicas.killNowAndAgain();
      var rounds = 0;
      while (rounds < RELOADS / DATASETS || replicas.kills() < KILLS) {
        replace("r" + ++rounds);
      }
      replicas.leaveAlone();
      var report = readers.finish();
      replicas.close();
      scene.assertQuiet((rounds + 1) * DATASETS, Status.COMPLETED);
      say("readers: %d reloads, %d kills, %s", rounds * DATASETS, replicas.kills(), report);
      assertThat(readers.violations()).isEmpty();
    }
  }

  private void replace(String round) {
    scene.dropFiles(round);
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> scene.triggers().isEmpty() && isQuiet());
    scene.assertContent(round);
  }

  private boolean isQuiet() {
    return scene.datasets.stream()
        .allMatch(d -> d.executions().stream().allMatch(e -> e.status().isOver()));
  }
}
