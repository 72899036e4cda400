package org.datareload.proof.scale;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.datareload.config.ConfigBridge;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.Executions;
import org.datareload.execution.Leases;
import org.datareload.execution.Run;
import org.datareload.publication.Commits;
import org.datareload.publication.Endings;
import org.datareload.publication.LandingCleanup;
import org.datareload.publication.Manifests;
import org.datareload.publication.Retirements;
import org.datareload.transfer.Plans;
import org.datareload.transfer.Transfers;

/**
 * One reload of very many files on H2, as a program: {@code ManyFiles <files> <folder>}. Prints the
 * time of each step. The store is computed, so that time and memory are those of the program alone.
 */
final class ManyFiles {
  private final Map<String, Object> beans;

  private ManyFiles(Map<String, Object> beans) {
    this.beans = beans;
  }

  public static void main(String[] arguments) throws Exception {
    var files = Integer.parseInt(arguments[0]);
    var url = "jdbc:h2:file:" + Path.of(arguments[1], "many").toAbsolutePath();
    var given = Map.of("reload.lz.bucket", "lz", "reload.dlz.bucket", "dlz", "reload.db.url", url);
    var store = new ComputedStore(files);
    try (var pool = ConfigBridge.openPool(url, "reload", "")) {
      var beans = ConfigBridge.beans(given, ConfigBridge.migrate(pool), store);
      new ManyFiles(beans).reload();
      System.out.printf("manifests: %d bytes%n", store.manifestBytes());
    }
    System.out.printf("heap after its last collection: %d MiB%n", used() >> 20);
    System.exit(0);
  }

  /** The heap in use after the last collection, in bytes. */
  private static long used() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(usage -> usage != null)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private <T> T bean(String name, Class<T> type) {
    return type.cast(beans.get(name));
  }

  private void reload() {
    var dataset =
        bean("datasets", Datasets.class)
            .create(
                new NewDataset(
                    "sales", "orders", "parquet", "reload", "", List.of("a@b.example"), false));
    var key = "sales/orders/upload_date=1767225600/ana/parquet/_SUCCESS";
    var trigger = new ExecutionRequest.TriggerFile(key, "drop", Instant.now());
    bean("executions", Executions.class).accept(new ExecutionRequest(dataset.id(), "ana", trigger));
    var leases = bean("leases", Leases.class);
    var heartbeat = Executors.newSingleThreadScheduledExecutor();
    heartbeat.scheduleAtFixedRate(leases::heartbeat, 5, 5, TimeUnit.SECONDS);
    var run = leases.claim();
    run = timed("plan", bean("plans", Plans.class)::freeze, run);
    run = timed("copy", bean("transfers", Transfers.class)::copy, run);
    run = timed("verify", bean("transfers", Transfers.class)::verify, run);
    run = timed("commit", bean("commits", Commits.class)::commit, run);
    run = timed("publish", bean("manifests", Manifests.class)::publish, run);
    run = timed("retire", bean("retirements", Retirements.class)::retire, run);
    run = timed("clear", bean("landingCleanup", LandingCleanup.class)::clear, run);
    run = timed("complete", bean("endings", Endings.class)::complete, run);
    heartbeat.shutdownNow();
    System.out.printf("%s: %d files%n", run.status(), run.execution().copied().files());
  }

  private static Run timed(String name, UnaryOperator<Run> step, Run run) {
    var from = System.nanoTime();
    var after = step.apply(run);
    System.out.printf("%-8s %7d ms%n", name, Duration.ofNanos(System.nanoTime() - from).toMillis());
    return after;
  }
}
