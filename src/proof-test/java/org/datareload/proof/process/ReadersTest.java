package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.datareload.dataset.Readers;
import org.datareload.execution.Status;
import org.datareload.proof.Proof;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
   * @param kind with the manifest, replaced objects stay for longer than one read takes
   */
  @ParameterizedTest
  @EnumSource
  void seeCompleteContentWhileReplicasAreKilled(Readers kind) throws Exception {
    Proof.longOnly();
    report("readers: seed %d, %s, readers=%s", seed, Child.source(), kind.text());
    var given = Map.of("reload.executions.lease", "5s", "reload.retire.delay", "20s");
    try (var opened = new Cluster(DatabaseServer.postgres(), DATASETS, given);
        var replicas = new Replicas(opened, folder, seed)) {
      cluster = opened;
      cluster.datasets.forEach(d -> d.change(settings -> settings.withReaders(kind)));
      replace("r0");
      var readers = new PollingReaders(cluster, kind == Readers.MANIFEST);
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
