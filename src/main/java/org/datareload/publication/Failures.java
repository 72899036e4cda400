package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.datareload.dataset.ErrorSql;
import org.datareload.execution.ExecutionLostException;
import org.datareload.execution.Reason;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.transfer.FolderUnsettledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a failed step means. Before the commit the execution fails: the decision is durable
 * before the first copy is deleted, so that no other process commits what this one deletes. After
 * the commit the execution can only be finished, so the step is repeated later.
 */
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** How long failing clean-up may keep a published execution, and so its dataset, from ending. */
  private static final int PATIENCE_SECONDS = (int) Duration.ofMinutes(10).toSeconds();

  private final CompletionSql sql;
  private final Completions completions;

  public Failures(CompletionSql sql, Completions completions) {
    this.sql = requireNonNull(sql, "sql is null");
    this.completions = requireNonNull(completions, "completions is null");
  }

  /**
   * Decides by the status in the database, since the answer to a commit can be lost.
   *
   * @param run as it was before the step
   * @return the run as it continues now
   * @throws Exception the failure, where the step is to be repeated later or by another process:
   *     the run was lost, its folder is not whole yet, the database is unavailable, or the
   *     execution is committed
   */
  public Run decide(Run run, Exception failure) throws Exception {
    var unsettled = cause(FolderUnsettledException.class, failure);
    if (unsettled.isPresent()) {
      sql.waits(run, unsettled.get().getMessage());
      throw unsettled.get();
    }
    if (cause(ExecutionLostException.class, failure).isPresent() || ErrorSql.isTransient(failure)) {
      throw failure;
    }
    var now = sql.find(run.id()).orElseThrow();
    var status = now.status();
    if (status == Status.ACCEPTED || status == Status.PLANNED) {
      var reason = Reason.of(failure);
      LOG.warn("Execution {} of {} fails: {}", run.id(), now.dataset(), reason.text(), failure);
      sql.abort(run, status, reason);
    } else if (status == Status.PUBLISHED && sql.committedBefore(run.id(), PATIENCE_SECONDS)) {
      // A missing right to delete must not block the dataset.
      LOG.warn("Execution {} of {}: clean-up is outstanding", run.id(), now.dataset(), failure);
      return completions.completeUncleared(run.with(now));
    } else if (status == run.status()) {
      LOG.warn("Execution {} of {} stays {}", run.id(), now.dataset(), status, failure);
      throw failure;
    }
    return run.with(sql.find(run.id()).orElseThrow());
  }

  private static <T> Optional<T> cause(Class<T> type, Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
