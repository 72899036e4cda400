package org.datareload.proof.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.process.Proof.say;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.datareload.demo.EmbeddedS3.Written;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.testing.TestDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas on one PostgreSQL and one queue that tells of everything once to three times. {@code
 * -Dreload.proof.triggers} sets the least number of triggers, {@code -Dreload.proof.replica-kills}
 * that of kills, {@code -Dreload.proof.seed} the seed.
 */
class ReplicasTest {
  private static final int TRIGGERS = Proof.number("triggers", 200);
  private static final int DATASETS = Proof.number("datasets", 20);
  private static final int KILLS = Proof.number("replica-kills", 5);

  @TempDir Path folder;
  private final long seed = Proof.seed();
  private final Random random = new Random(seed);
  private Cluster scene;
  private int triggers;

  @Test
  void runsEachTriggerOnceWhileReplicasAreKilled() throws Exception {
    Proof.longOnly();
    say("replicas: seed %d, %s", seed, Child.what());
    var lease = Map.of("reload.executions.lease", "5s");
    try (var opened = new Cluster(DatabaseServer.postgres(), DATASETS, lease);
        var replicas = new Replicas(opened, folder, seed)) {
      scene = opened;
      scene.announce(repeated(scene.announcer()));
      replicas.killNowAndAgain();
      while (triggers < TRIGGERS || replicas.kills() < KILLS) {
        drop(triggers++);
        MILLISECONDS.sleep(random.nextInt(800));
      }
      await().atMost(Duration.ofMinutes(10)).until(this::allIsOver);
      replicas.leaveAlone();
      await().atMost(Duration.ofMinutes(2)).until(() -> scene.queued() == 0);
      var twice = scene.awaitMails(triggers);
      replicas.close();
      scene.assertQuiet(triggers, Status.COMPLETED, Status.REJECTED);
      scene.ground.look(database -> eachTriggerHadOne());
      say(
          "replicas: %d triggers, %d kills, %d mails twice, 0 violations",
          triggers, replicas.kills(), twice);
    }
  }

  private Consumer<Written> repeated(Consumer<Written> announcer) {
    return written -> {
      for (var times = 1 + random.nextInt(3); times > 0; times--) {
        announcer.accept(written);
      }
    };
  }

  /** A folder of its own for each trigger file, so that none replaces another. */
  private void drop(int trigger) {
    var dataset = scene.datasets.get(random.nextInt(DATASETS));
    var folder = dataset.prefix() + "upload_date=" + (1_700_000_000 + trigger) + "/ann/csv/";
    dataset.putAt(folder + "t" + trigger + ".csv", ("content " + trigger).getBytes());
    dataset.triggerIn(folder, "");
  }

  private boolean allIsOver() {
    var executions = scene.datasets.stream().flatMap(d -> d.executions().stream()).toList();
    return executions.size() == triggers && executions.stream().allMatch(e -> e.status().isOver());
  }

  private void eachTriggerHadOne() {
    var statuses = new TreeMap<Status, Integer>();
    for (var dataset : scene.datasets) {
      var executions = dataset.executions();
      assertThat(executions).extracting(Execution::triggerKey).doesNotHaveDuplicates();
      if (!executions.isEmpty()) {
        assertThat(executions.get(0).status()).isEqualTo(Status.COMPLETED);
      }
      for (var execution : executions) {
        statuses.merge(execution.status(), 1, Integer::sum);
        if (execution.status() == Status.REJECTED) {
          assertThat(ranThen(dataset, execution)).as("what %s met", execution).isTrue();
        }
      }
    }
    say("  %s", statuses);
    assertThat(statuses.get(Status.COMPLETED)).as("completed").isGreaterThan(triggers / 3);
  }

  /**
   * Whether another execution of the dataset was running when this one was rejected. The times are
   * those at which transactions began, not those of their commits.
   */
  private static boolean ranThen(TestDataset dataset, Execution rejected) {
    return dataset.executions().stream()
        .filter(e -> e.status() == Status.COMPLETED && e.id().compareTo(rejected.id()) < 0)
        .anyMatch(e -> e.finishedAt().plusSeconds(1).isAfter(rejected.acceptedAt()));
  }
}
