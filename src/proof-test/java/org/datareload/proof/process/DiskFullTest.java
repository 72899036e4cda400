package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.datareload.execution.Status;
import org.datareload.proof.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk, simulated by a limit on the size of the child's files. */
class DiskFullTest {
  private static final int DATASETS = 2;
  private static final int ROUNDS = Proof.number("disks", 3);

  @Test
  void acceptsAndLosesNothingUntilThereIsSpace(@TempDir Path folder) throws Exception {
    Proof.longOnly();
    var given = Map.of("reload.executions.lease", "4s");
    try (var cluster = new Cluster(DatabaseServer.h2(folder), DATASETS, given);
        var child = cluster.child(folder).start()) {
      for (var round = 0; round < ROUNDS; round++) {
        cluster.upload("before" + round);
        cluster.awaitSettled(child);
        limit(child, Files.size(folder.resolve("data").resolve("reload.mv.db")) + 16 * 1024);
        cluster.upload("full" + round);
        await().until(() -> refuses(child));

        Child.run("prlimit", "--pid", Long.toString(child.pid()), "--fsize=unlimited:");
        var began = System.nanoTime();
        await().until(() -> child.api.health() == 200);
        cluster.awaitSettled(child);
        var recovered = Duration.ofNanos(System.nanoTime() - began).toMillis();
        report("disk full: settled %d ms after there was space", recovered);
      }
      cluster.awaitMails(2 * ROUNDS * DATASETS);
      child.kill();
      cluster.assertQuiet(2 * ROUNDS * DATASETS, Status.COMPLETED);
    }
  }

  /** Whether creating a dataset fails because the database is unavailable. */
  private static boolean refuses(Child child) {
    var name = "later" + System.nanoTime();
    var status = child.api.create(name);
    assertThat(status).as(() -> child.output("failed, error")).isIn(201, 503);
    return status == 503;
  }

  private static void limit(Child child, long bytes) {
    Child.run("prlimit", "--pid", Long.toString(child.pid()), "--fsize=" + bytes + ":");
  }
}
