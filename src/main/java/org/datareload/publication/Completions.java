package org.datareload.publication;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import org.datareload.dataset.Dataset;
import org.datareload.execution.ExecutionLostException;
import org.datareload.execution.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Completes published executions and schedules the clean-up that follows an execution. */
public final class Completions {
  private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

  /** Longer than a request of a dead process can still take effect. */
  static final int CLEANUP_SECONDS = (int) Duration.ofMinutes(15).toSeconds();

  private static final int LAST_CLEANUP_SECONDS = (int) Duration.ofHours(24).toSeconds();

  private final CompletionSql sql;
  private final Duration retireDelay;

  /**
   * @param retireDelay when the clean-up after an execution retires the content that it replaced,
   *     where the dataset is read by its manifest; zero where the execution itself does
   */
  public Completions(CompletionSql sql, Duration retireDelay) {
    this.sql = requireNonNull(sql, "sql is null");
    this.retireDelay = requireNonNull(retireDelay, "retireDelay is null");
  }

  /** Ends a published execution: frees the dataset's lock and puts the mail into the outbox. */
  public Run complete(Run run) {
    sql.complete(run, now -> cleanupIn(now, run));
    return sql.ended(run);
  }

  /** Ends a published execution whose landing zone is still to be cleared. */
  Run completeUncleared(Run run) {
    sql.complete(run, now -> requireNonNullElse(cleanupIn(now, run), CLEANUP_SECONDS));
    return sql.ended(run);
  }

  /** Seconds until the clean-up after a completed execution, null for none. */
  private Integer cleanupIn(CompletionSql now, Run run) {
    var replaced = run.execution().replaces();
    if (replaced == null) {
      return now.notRemoved(run.id()) > 0 ? CLEANUP_SECONDS : null;
    }
    if (!retireDelay.isZero() && now.isReadByManifest(run.dataset().id())) {
      return (int) retireDelay.toSeconds();
    }
    // What is left was left for readers of the manifest, and the dataset has none any more. Else
    // the store may still finish a copy that was given up, after its key was retired.
    return now.isLeft(replaced) ? 0 : CLEANUP_SECONDS;
  }

  /**
   * Lets replaced content go at once that stays for readers of the manifest: those who list the
   * prefix would find it beside the live content.
   */
  public void endDelay(Dataset dataset) {
    sql.cleanUpNow(dataset.id());
  }

  /**
   * Lets content go that was kept in place while the dataset said so: where a restore is not using
   * it, the clean-up after the execution that replaced it retires it as the dataset says now.
   */
  public void endKeep(Dataset dataset) {
    sql.endKeep(dataset.id(), retireDelay.toSeconds());
  }

  /**
   * Records a clean-up after the end of an execution. The first one is repeated a day later, and so
   * is each one that left objects which the store refuses to delete.
   */
  public void cleanedUp(Run run) {
    // The process that changed the dataset may have died before it did this.
    endKeep(run.dataset());
    var again = sql.cleanupAttempts(run.id()) == 0 || sql.notRemoved(run.id()) > 0;
    sql.cleanedUp(run, again ? LAST_CLEANUP_SECONDS : null);
  }

  /** Postpones a failed clean-up, so that it does not hold up those of other executions. */
  public void postponeCleanup(Run run, Exception failure) throws Exception {
    if (failure instanceof ExecutionLostException) {
      throw failure;
    }
    LOG.warn("Execution {} of {}: clean-up failed", run.id(), run.execution().dataset(), failure);
    sql.cleanUpLater(run, CLEANUP_SECONDS);
  }
}
