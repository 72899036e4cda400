package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.process.Proof.say;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.datareload.execution.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk without space for H2's file: a limit on the size of the child's files stands for it, which
 * needs no right and lets no write go beyond it either.
 */
class DiskFullTest {
  private static final int DATASETS = 2;
  private static final int ROUNDS = Proof.number("disks", 3);

  @Test
  void takesNothingInAndLosesNothingUntilThereIsSpace(@TempDir Path folder) throws Exception {
    Proof.longOnly();
    var given = Map.of("reload.executions.lease", "4s");
    try (var scene = new Cluster(DatabaseServer.h2(folder), DATASETS, given);
        var child = scene.child(folder).start()) {
      for (var round = 0; round < ROUNDS; round++) {
        scene.dropFiles("before" + round);
        scene.awaitSettled(child);
        limit(child, Files.size(folder.resolve("data").resolve("reload.mv.db")) + 16 * 1024);
        scene.dropFiles("full" + round);
        await().atMost(Duration.ofMinutes(1)).until(() -> refuses(child));

        Child.run("prlimit", "--pid", Long.toString(child.pid()), "--fsize=unlimited:");
        var began = System.nanoTime();
        await().atMost(Duration.ofMinutes(2)).until(() -> child.api.health() == 200);
        scene.awaitSettled(child);
        var recovered = Duration.ofNanos(System.nanoTime() - began).toMillis();
        say("disk full: settled %d ms after there was space", recovered);
      }
      scene.awaitMails(2 * ROUNDS * DATASETS);
      child.kill();
      scene.assertQuiet(2 * ROUNDS * DATASETS, Status.COMPLETED);
    }
  }

  /** Whether the API says that the database is away, as it does where a dataset cannot be kept. */
  private static boolean refuses(Child child) {
    var name = "later" + System.nanoTime();
    var status = child.api.create(name);
    assertThat(status).as(() -> child.said("failed, error")).isIn(201, 503);
    return status == 503;
  }

  private static void limit(Child child, long bytes) {
    Child.run("prlimit", "--pid", Long.toString(child.pid()), "--fsize=" + bytes + ":");
  }
}
