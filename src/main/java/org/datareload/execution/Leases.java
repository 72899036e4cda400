package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.datareload.dataset.Datasets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executions that this process drives. A lease says which process drives an execution, never
 * whether it may run: when heartbeats are missing for the length of a lease, another process
 * continues the same execution under a higher fence, and the writes of this one find no row.
 */
public final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final LeaseSql sql;
  private final Datasets datasets;
  private final String owner;
  private final Duration length;
  private final Map<String, Lease> held = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * @param owner unique id of this process
   * @param length how long an execution waits for a heartbeat before another process may take it
   */
  public Leases(LeaseSql sql, Datasets datasets, String owner, Duration length) {
    this.sql = requireNonNull(sql, "sql is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.owner = requireNonNull(owner, "owner is null");
    this.length = requireNonNull(length, "length is null");
  }

  /** Claims the oldest execution that no process drives; null for none. */
  public Run claim() {
    return stopping ? null : begin(() -> sql.claim(owner, length.toSeconds()));
  }

  /** Claims a finished execution whose clean-up is due; null for none. */
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
    // Read before the lease is held: heartbeats for a run that did not start would keep every
    // process from it.
    var run = new Run(taken, datasets.findById(taken.datasetId()).orElseThrow(), lease);
    held.put(taken.id(), lease);
    // All steps run on the thread that claims.
    LogContext.of(taken);
    LOG.info(
        "Execution {} of {}: driven from {} (attempt {})",
        taken.id(),
        taken.dataset(),
        taken.status(),
        taken.attempts());
    return run;
  }

  /** Renews the leases; to be called four times in the length of a lease. */
  public void heartbeat() {
    for (var lease : held.values()) {
      lease.beat(() -> renew(lease));
    }
  }

  private void renew(Lease lease) {
    var sentAt = System.nanoTime();
    if (sql.renew(lease.executionId(), owner, lease.fence(), length.toMillis()) == 1) {
      lease.renewed(sentAt);
    } else {
      lease.lose(
          "execution " + lease.executionId() + " has ended or was claimed by another process");
    }
  }

  /** Sets when an execution that is released without having ended may be claimed again. */
  public void pause(Run run, Duration pause) {
    run.lease().pauseFor(pause);
  }

  /** Stops driving the execution; one that has not ended may be claimed again after a pause. */
  public void release(Run run) {
    held.remove(run.id(), run.lease());
    LogContext.clear();
    var pause = stopping ? Duration.ZERO : run.lease().pause();
    sql.renew(run.id(), owner, run.fence(), pause.toMillis());
  }

  /** The ids of the executions that this process drives. */
  public Set<String> driven() {
    return new TreeSet<>(held.keySet());
  }

  /** Ends the leases of runs that have not stopped by themselves; the fence stops their writes. */
  public void handOver() {
    for (var lease : held.values()) {
      sql.renew(lease.executionId(), owner, lease.fence(), 0);
      LOG.warn("Execution {} is left in the middle of a step", lease.executionId());
    }
  }

  /** Makes every run of this process stop at its next step, for another process to continue. */
  public void releaseAll() {
    stopping = true;
    held.values().forEach(lease -> lease.lose("this process is stopping"));
  }
}
