package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.datareload.dataset.Datasets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executions that this process drives. A lease says who drives an execution, never whether one
 * may run: when a heartbeat is missing for the length of a lease, another process goes on with the
 * same execution under a higher fence, and this one's writes find nothing to change.
 */
public final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  /** What stopped an execution, a store that is away, is seldom over at once. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final LeaseSql sql;
  private final Datasets datasets;
  private final String owner;
  private final Duration length;
  private final Map<String, Lease> held = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * @param owner names this process, unlike every other
   * @param length how long an execution waits for a heartbeat before another process may take it
   */
  public Leases(LeaseSql sql, Datasets datasets, String owner, Duration length) {
    this.sql = requireNonNull(sql, "sql is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.owner = requireNonNull(owner, "owner is null");
    this.length = requireNonNull(length, "length is null");
  }

  /** Takes the oldest execution that nobody drives, or returns null. */
  public Run claim() {
    return stopping ? null : begin(() -> sql.claim(owner, length.toSeconds()));
  }

  /** Takes an execution that is over and has clean-up due, or returns null. */
  public Run claimCleanup() {
    return stopping ? null : begin(() -> sql.claimCleanup(owner, length.toSeconds()));
  }

  private Run begin(Supplier<Optional<Execution>> claim) {
    var sentAt = System.nanoTime();
    var execution = claim.get();
    if (execution.isEmpty()) {
      return null;
    }
    var taken = execution.get();
    var lease = new Lease(taken.id(), taken.fence(), length, sentAt);
    // Read before the lease is held: heartbeats of a run that did not begin
    // would keep it from every process.
    var run = new Run(taken, datasets.findById(taken.datasetId()).orElseThrow(), lease);
    held.put(taken.id(), lease);
    // All stations work on the thread that claimed.
    LogContext.of(taken);
    LOG.info(
        "Execution {} of {}: driving it from {} (attempt {})",
        taken.id(),
        taken.dataset(),
        taken.status(),
        taken.attempts());
    return run;
  }

  /** Tells the database that this process lives. Call it four times in the length of a lease. */
  public void heartbeat() {
    for (var lease : held.values()) {
      var sentAt = System.nanoTime();
      if (sql.renew(lease.executionId(), owner, lease.fence(), length.toSeconds()) == 1) {
        lease.renewed(sentAt);
      } else {
        lease.lose("execution " + lease.executionId() + " is over or was taken over");
      }
    }
  }

  /** Stops driving the execution; where it is not over, whoever is first goes on after a pause. */
  public void release(Run run) {
    held.remove(run.id(), run.lease());
    LogContext.clear();
    sql.renew(run.id(), owner, run.fence(), stopping ? 0 : PAUSE.toSeconds());
  }

  /** Makes every run of this process stop at its next step, for another process to go on. */
  public void releaseAll() {
    stopping = true;
    held.values().forEach(lease -> lease.lose("this process is stopping"));
  }
}
