package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.datareload.execution.Status;
import org.datareload.proof.Proof;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Readers while content is replaced and replicas are killed. {@code -Dreload.proof.reloads} sets
 * the minimum of reloads, {@code -Dreload.proof.replica-kills} the minimum of kills, {@code
 * -Dreload.proof.seed} the seed.
 */
class ReadersTest {
  private static final int RELOADS = Proof.number("reloads", 200);
  private static final int DATASETS = 4;
  private static final int KILLS = Proof.number("replica-kills", 5);

  @TempDir Path folder;
  private final long seed = Proof.seed();
  private Cluster cluster;

  /**
   * @param delay {@code reload.retire.delay}: none suits readers of the prefix, who see two
   *     contents meanwhile; readers of manifests need more than the time of one read
   */
  @ParameterizedTest
  @ValueSource(strings = {"0s", "20s"})
  void seeCompleteContentWhileReplicasAreKilled(String delay) throws Exception {
    Proof.longOnly();
    report("readers: seed %d, %s, reload.retire.delay=%s", seed, Child.source(), delay);
    var given = Map.of("reload.executions.lease", "5s", "reload.retire.delay", delay);
    try (var opened = new Cluster(DatabaseServer.postgres(), DATASETS, given);
        var replicas = new Replicas(opened, folder, seed)) {
      cluster = opened;
      replace("r0");
      var readers = new Readers(cluster, !delay.equals("0s"));
      replicas.startKilling();
      var rounds = 0;
      while (rounds < RELOADS / DATASETS || replicas.kills() < KILLS) {
        replace("r" + ++rounds);
      }
      replicas.stopKilling();
      var report = readers.finish();
      replicas.close();
      cluster.assertQuiet((rounds + 1) * DATASETS, Status.COMPLETED);
      report("readers: %d reloads, %d kills, %s", rounds * DATASETS, replicas.kills(), report);
      assertThat(readers.violations()).isEmpty();
    }
  }

  private void replace(String round) {
    cluster.upload(round);
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> cluster.triggers().isEmpty() && isQuiet());
    cluster.assertContent(round);
  }

  private boolean isQuiet() {
    return cluster.datasets.stream()
        .allMatch(d -> d.executions().stream().allMatch(e -> e.status().isOver()));
  }
}
