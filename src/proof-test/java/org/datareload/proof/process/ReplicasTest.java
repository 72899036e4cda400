package org.datareload.proof.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.datareload.demo.EmbeddedS3.Written;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.proof.Proof;
import org.datareload.testing.TestDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas on one PostgreSQL and one queue that delivers each event one to three times. {@code
 * -Dreload.proof.triggers} sets the minimum of triggers, {@code -Dreload.proof.replica-kills} that
 * of kills, {@code -Dreload.proof.seed} the seed.
 */
class ReplicasTest {
  private static final int TRIGGERS = Proof.number("triggers", 200);
  private static final int DATASETS = Proof.number("datasets", 20);
  private static final int KILLS = Proof.number("replica-kills", 5);

  @TempDir Path folder;
  private final long seed = Proof.seed();
  private final Random random = new Random(seed);
  private Cluster cluster;
  private int triggers;

  @Test
  void runsEachTriggerOnceWhileReplicasAreKilled() throws Exception {
    Proof.longOnly();
    report("replicas: seed %d, %s", seed, Child.source());
    var lease = Map.of("reload.executions.lease", "5s");
    try (var opened = new Cluster(DatabaseServer.postgres(), DATASETS, lease);
        var replicas = new Replicas(opened, folder, seed)) {
      cluster = opened;
      cluster.onObject(repeated(cluster.eventSender()));
      replicas.startKilling();
      while (triggers < TRIGGERS || replicas.kills() < KILLS) {
        drop(triggers++);
        MILLISECONDS.sleep(random.nextInt(800));
      }
      await().atMost(Duration.ofMinutes(10)).until(this::allIsOver);
      replicas.stopKilling();
      await().atMost(Duration.ofMinutes(2)).until(() -> cluster.queued() == 0);
      var twice = cluster.awaitMails(triggers);
      replicas.close();
      cluster.assertQuiet(triggers, Status.COMPLETED, Status.REJECTED);
      cluster.database.read(database -> assertOneExecutionForEachTrigger());
      report(
          "replicas: %d triggers, %d kills, %d mails twice, 0 violations",
          triggers, replicas.kills(), twice);
    }
  }

  private Consumer<Written> repeated(Consumer<Written> sender) {
    return written -> {
      for (var times = 1 + random.nextInt(3); times > 0; times--) {
        sender.accept(written);
      }
    };
  }

  /** Each trigger file has its own folder, so that none replaces another. */
  private void drop(int trigger) {
    var dataset = cluster.datasets.get(random.nextInt(DATASETS));
    var folder = dataset.prefix() + "upload_date=" + (1_700_000_000 + trigger) + "/ann/csv/";
    dataset.putAt(folder + "t" + trigger + ".csv", ("content " + trigger).getBytes());
    dataset.triggerIn(folder, "");
  }

  private boolean allIsOver() {
    var executions = cluster.datasets.stream().flatMap(d -> d.executions().stream()).toList();
    return executions.size() == triggers && executions.stream().allMatch(e -> e.status().isOver());
  }

  private void assertOneExecutionForEachTrigger() {
    var statuses = new TreeMap<Status, Integer>();
    for (var dataset : cluster.datasets) {
      var executions = dataset.executions();
      assertThat(executions).extracting(Execution::triggerKey).doesNotHaveDuplicates();
      if (!executions.isEmpty()) {
        assertThat(executions.get(0).status()).isEqualTo(Status.COMPLETED);
      }
      for (var execution : executions) {
        statuses.merge(execution.status(), 1, Integer::sum);
        if (execution.status() == Status.REJECTED) {
          assertThat(ranAt(dataset, execution)).as("conflict of %s", execution).isTrue();
        }
      }
    }
    report("  %s", statuses);
    assertThat(statuses.get(Status.COMPLETED)).as("completed").isGreaterThan(triggers / 3);
  }

  /**
   * Whether another execution of the dataset was running when this one was rejected. The times are
   * those at which transactions began, not those of their commits.
   */
  private static boolean ranAt(TestDataset dataset, Execution rejected) {
    return dataset.executions().stream()
        .filter(e -> e.status() == Status.COMPLETED && e.id().compareTo(rejected.id()) < 0)
        .anyMatch(e -> e.finishedAt().plusSeconds(1).isAfter(rejected.acceptedAt()));
  }
}
