package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.datareload.execution.ExecutionLostException;
import org.datareload.execution.Reason;
import org.datareload.execution.Run;
import org.datareload.execution.RunSql;
import org.datareload.execution.Status;
import org.datareload.store.ObjectStore;
import org.datareload.store.Zones;
import org.datareload.transfer.FileCopy;
import org.datareload.transfer.PagedIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How executions end. A committed one completes. Any other can be aborted: the decision is durable
 * before the first copy is deleted, so that no other process commits what this one is deleting.
 */
public final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

  /** Longer than any request of a dead process can be under way. */
  private static final int JANITOR_SECONDS = (int) Duration.ofMinutes(15).toSeconds();

  private static final int LAST_JANITOR_SECONDS = (int) Duration.ofHours(24).toSeconds();

  /** How long clean-up may keep a committed execution, and so its dataset, from ending. */
  private static final int PATIENCE_SECONDS = (int) Duration.ofMinutes(10).toSeconds();

  private final CompletionSql sql;
  private final ObjectStore store;
  private final Zones zones;
  private final Manifests manifests;
  private final Duration retireDelay;

  /**
   * @param retireDelay when the clean-up behind an execution retires what it replaced; none where
   *     the execution itself did
   */
  public Endings(
      CompletionSql sql,
      ObjectStore store,
      Zones zones,
      Manifests manifests,
      Duration retireDelay) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.manifests = requireNonNull(manifests, "manifests is null");
    this.retireDelay = requireNonNull(retireDelay, "retireDelay is null");
  }

  /** Ends a published execution whose clean-up is done. */
  public Run complete(Run run) {
    if (run.status() == Status.PUBLISHED) {
      sql.end(run, Status.PUBLISHED, Status.COMPLETED, cleanupIn(run));
      return ended(run);
    }
    return run;
  }

  /** When the dataset is to be looked at again behind a completed execution, null for never. */
  private Integer cleanupIn(Run run) {
    if (!retireDelay.isZero()) {
      return (int) retireDelay.toSeconds();
    }
    // The store may still finish a copy that was given up, after its key was retired.
    return run.execution().replaces() == null ? null : JANITOR_SECONDS;
  }

  /**
   * Decides that the execution fails, unless it is committed: the answer to a commit can be lost,
   * so what the database says counts, not the failure. A failure of the database itself fails no
   * execution: it is thrown again, and the execution goes on from its records.
   */
  public Run abort(Run run, Exception failure) throws Exception {
    if (failure instanceof ExecutionLostException || RunSql.mayPass(failure)) {
      throw failure;
    }
    var now = sql.find(run.id()).orElseThrow();
    if (now.status() == Status.ACCEPTED || now.status() == Status.PLANNED) {
      var reason = Reason.of(failure);
      LOG.warn("Execution {} of {} fails: {}", run.id(), now.dataset(), reason.text(), failure);
      sql.abort(run, now.status(), reason);
    }
    return run.with(sql.find(run.id()).orElseThrow());
  }

  /** Undoes an aborted execution and ends it. */
  public Run undo(Run run) {
    if (run.status() != Status.ABORTING) {
      return run;
    }
    try {
      removeCopies(run);
    } catch (ExecutionLostException lost) {
      throw lost;
    } catch (RuntimeException failed) {
      // Nobody reads these keys and they are never used again: the janitor comes back for them.
      LOG.warn("Execution {}: its copies are not all deleted: {}", run.id(), failed.toString());
    }
    while (sql.release(run, PagedIterator.SIZE) > 0) {
      run.lease().check();
    }
    sql.end(run, Status.ABORTING, Status.FAILED, JANITOR_SECONDS);
    return ended(run);
  }

  /**
   * Decides whether an execution that is committed, and whose clean-up failed, waits for another
   * try or ends with its clean-up outstanding, so that a missing right to delete does not block the
   * dataset.
   */
  public Run postpone(Run run, Throwable failure) {
    if (failure instanceof ExecutionLostException lost) {
      throw lost;
    }
    var now = sql.find(run.id()).orElseThrow();
    LOG.warn(
        "Execution {} of {} stays {} and is tried again",
        run.id(),
        now.dataset(),
        now.status(),
        failure);
    if (now.status() == Status.PUBLISHED && sql.committedBefore(run.id(), PATIENCE_SECONDS)) {
      sql.end(run, Status.PUBLISHED, Status.COMPLETED, JANITOR_SECONDS);
    }
    return ended(run);
  }

  /** Settles the clean-up of an execution that was over before. */
  public void cleanedUp(Run run) {
    var again = sql.cleanupAttempts(run.id()) == 0;
    sql.cleanedUp(run, again ? LAST_JANITOR_SECONDS : null);
  }

  /** Puts off a clean-up that failed, so that those of other executions have their turn. */
  public void cleanUpLater(Run run, Throwable failure) {
    if (failure instanceof ExecutionLostException lost) {
      throw lost;
    }
    LOG.warn("Execution {} of {}: clean-up failed", run.id(), run.execution().dataset(), failure);
    sql.cleanUpLater(run, JANITOR_SECONDS);
  }

  /**
   * Deletes what stands at the planned keys of an execution that was not committed. Where readers
   * are told of it all the same, the database has forgotten a commit, and nothing is deleted.
   */
  public Run removeCopies(Run run) {
    if (run.status() != Status.ABORTING && run.status() != Status.FAILED) {
      return run;
    }
    if (manifests.publishedFileCount(run) > 0) {
      throw new IllegalStateException(
          "the manifest of "
              + run.dataset().name()
              + " names execution "
              + run.id()
              + ", which the database does not know as committed: it was set back to an earlier"
              + " state. Nothing is deleted; load the dataset anew, or bring the database up to date");
    }
    var after = 0L;
    for (var page = sql.page(run.id(), after, PagedIterator.SIZE);
        !page.isEmpty();
        page = sql.page(run.id(), after, PagedIterator.SIZE)) {
      run.lease().check();
      var keys = page.stream().map(FileCopy::targetKey).toList();
      DeleteResults.check(DeleteResults.await(run.leased(store).delete(zones.lake(), keys)), keys);
      after = page.get(page.size() - 1).seq();
    }
    sql.targetFolders(run.id()).forEach(folder -> store.abortUploads(zones.lake(), folder));
    return run;
  }

  private Run ended(Run run) {
    var now = sql.find(run.id()).orElseThrow();
    if (now.status().isOver()) {
      LOG.info(
          "Execution {} of {}: {}, {} files, {} bytes",
          now.id(),
          now.dataset(),
          now.status().shown(),
          now.copied().files(),
          now.copied().bytes());
    }
    return run.with(now);
  }
}
