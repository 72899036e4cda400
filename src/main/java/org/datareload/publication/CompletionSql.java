package org.datareload.publication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.ReadersSql;
import org.datareload.execution.Reason;
import org.datareload.execution.Run;
import org.datareload.execution.RunSql;
import org.datareload.execution.Status;
import org.datareload.landing.StoredObjectSql;
import org.datareload.store.StoredObject;
import org.datareload.transfer.FileCopySql;
import org.datareload.transfer.RetiredSql;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transactions that settle the files of an execution and end it. */
@RegisterRowMapper(CompletionSql.ClaimedRow.class)
public interface CompletionSql extends RunSql, ReadersSql, FileCopySql, RetiredSql {
  Logger LOG = LoggerFactory.getLogger(CompletionSql.class);

  /** Makes loaded files completed, and releases the keys of those that the store deleted. */
  @Transaction
  default void completed(Run run, List<Claimed> files, List<String> standing) {
    lockDataset(run.dataset().id());
    hold(run, run.status());
    var moved = moved(files.stream().filter(file -> file.status().equals("processing")).toList());
    complete(
        files.stream().map(Claimed::fileId).toArray(String[]::new),
        standing.toArray(String[]::new));
    recount(run.dataset().id(), "processing", "completed", moved);
  }

  /**
   * Makes a page of files that the run did not load pending again, or superseded where another
   * object took their key meanwhile.
   *
   * @param after the id after which the page begins
   * @return the id of the page's last file, or null where the page is empty
   */
  @Transaction
  default String release(Run run, String after, int limit) {
    lockDataset(run.dataset().id());
    hold(run, Status.ABORTING);
    var files = unsettled(run.id(), after, limit);
    var landed = files.stream().filter(Claimed::landed).toList();
    var gone = files.stream().filter(file -> !file.landed()).toList();
    release(run, landed, "pending", run.execution().reason().text());
    release(run, gone, "superseded", "another object took its key");
    return files.isEmpty() ? null : files.get(files.size() - 1).fileId();
  }

  private void release(Run run, List<Claimed> files, String status, String reason) {
    if (!files.isEmpty()) {
      release(status, reason, files.stream().map(Claimed::fileId).toArray(String[]::new));
      recount(run.dataset().id(), "processing", status, moved(files));
    }
  }

  /** Ends the run and schedules its clean-up, null for none. */
  @Transaction
  default void end(Run run, Status from, Status to, Integer cleanupInSeconds) {
    end(run, from, to);
    if (cleanupInSeconds != null) {
      cleanupIn(run.id(), cleanupInSeconds);
    }
  }

  /**
   * Completes the run. Readers may change meanwhile, which waits for the dataset's row: either this
   * sees it, or {@link #cleanUpNow} sees the clean-up.
   *
   * @param cleanupIn finds out in how many seconds to clean up, null for never
   */
  @Transaction
  default void complete(Run run, Function<CompletionSql, Integer> cleanupIn) {
    lockDataset(run.dataset().id());
    end(run, Status.PUBLISHED, Status.COMPLETED, cleanupIn.apply(this));
  }

  @Transaction
  default void abort(Run run, Status from, Reason reason) {
    move(run, from, Status.ABORTING);
    reason(run.id(), reason.code(), reason.text());
    if (from == Status.ACCEPTED) {
      note(run.id(), null);
    }
  }

  /** Says why the run has no plan yet, until it has one or is aborted. */
  @Transaction
  default void waits(Run run, String why) {
    hold(run, Status.ACCEPTED);
    note(run.id(), why);
  }

  /** Postpones a clean-up and ends its lease. */
  @Transaction
  default void cleanUpLater(Run run, int seconds) {
    hold(run, run.status());
    cleanupIn(run.id(), seconds);
    endLease(run.id());
  }

  /** Records a clean-up, schedules the next, null for none, and ends the lease. */
  @Transaction
  default void cleanedUp(Run run, Integer nextInSeconds) {
    hold(run, run.status());
    forgetCleanup(run.id());
    var replaced = run.execution().replaces();
    // The dataset may have ceased to keep it meanwhile.
    if (replaced != null && isLeft(replaced)) {
      cleanupIn(run.id(), 0);
    } else if (nextInSeconds != null) {
      cleanupIn(run.id(), nextInSeconds);
    }
    endLease(run.id());
  }

  /** Else a restore would wait for the pause after which a lease that is released ends. */
  @SqlUpdate("UPDATE execution SET owner = NULL, lease_until = NULL WHERE id = :id")
  void endLease(@Bind("id") String id);

  /** The run after its execution ended, logged. */
  default Run ended(Run run) {
    var now = find(run.id()).orElseThrow();
    LOG.info(
        "Execution {} of {}: {}, {} files, {} bytes",
        now.id(),
        now.dataset(),
        now.status().shown(),
        now.copied().files(),
        now.copied().bytes());
    return run.with(now);
  }

  private static FileCount moved(List<Claimed> files) {
    return new FileCount(
        files.size(), files.stream().mapToLong(file -> file.object().size()).sum());
  }

  /** Files of the execution that are still processing, or loaded and not deleted. */
  @SqlQuery(
      """
      SELECT id, object_key, size_bytes, etag, version_id, last_modified, status, landed_key
      FROM file
      WHERE execution_id = :execution AND id > :after
        AND (status = 'processing' OR (status = 'completed' AND landed_key IS NOT NULL))
      ORDER BY execution_id, id
      FETCH FIRST :limit ROWS ONLY
      """)
  List<Claimed> unsettled(
      @Bind("execution") String executionId, @Bind("after") String after, @Bind("limit") int limit);

  /** Files that are pending again since the execution failed. */
  @SqlQuery(
      """
      SELECT id, object_key, size_bytes, etag, version_id, last_modified, status, landed_key
      FROM file
      WHERE execution_id = :execution AND id > :after AND status = 'pending'
      ORDER BY execution_id, id
      FETCH FIRST :limit ROWS ONLY
      """)
  List<Claimed> pendingAgain(
      @Bind("execution") String executionId, @Bind("after") String after, @Bind("limit") int limit);

  @SqlUpdate(
      """
      UPDATE file
      SET status = 'completed', landed_key = CASE WHEN id = ANY(:standing) THEN landed_key END,
          reason = CASE WHEN id = ANY(:standing)
                        THEN 'It was loaded, and the store refuses to delete it here' END
      WHERE id = ANY(:ids)
      """)
  int complete(@Bind("ids") String[] ids, @Bind("standing") String[] standing);

  @SqlUpdate(
      """
      UPDATE file SET status = :status, reason = :reason
      WHERE id = ANY(:ids) AND status = 'processing'
      """)
  int release(
      @Bind("status") String status, @Bind("reason") String reason, @Bind("ids") String[] ids);

  @SqlUpdate("UPDATE execution SET reason_code = :code, reason = :text WHERE id = :id")
  void reason(@Bind("id") String id, @Bind("code") String code, @Bind("text") String text);

  @SqlUpdate(
      """
      UPDATE execution
      SET cleanup_at = CURRENT_TIMESTAMP + CAST(:seconds AS INTEGER) * INTERVAL '1' SECOND
      WHERE id = :id
      """)
  void cleanupIn(@Bind("id") String id, @Bind("seconds") int seconds);

  /** Whether it was committed more than so many seconds ago. */
  @SqlQuery(
      """
      SELECT committed_at < CURRENT_TIMESTAMP - CAST(:seconds AS INTEGER) * INTERVAL '1' SECOND
      FROM execution WHERE id = :id
      """)
  boolean committedBefore(@Bind("id") String id, @Bind("seconds") int seconds);

  @SqlUpdate(
      """
      UPDATE execution SET cleanup_at = NULL, cleanup_attempts = cleanup_attempts + 1
      WHERE id = :id
      """)
  void forgetCleanup(@Bind("id") String id);

  @SqlQuery("SELECT cleanup_attempts FROM execution WHERE id = :id")
  int cleanupAttempts(@Bind("id") String id);

  /**
   * Counts the late files, which may have been written again or have gone meanwhile. What was late
   * for an earlier execution of the folder is loaded by this one, or late for it.
   */
  @Transaction
  default void countLate(Run run, String keyPattern) {
    hold(run, run.status());
    countLate(run.id(), run.dataset().id(), keyPattern);
    forgetLate(run.id(), run.execution().triggerKey());
  }

  @SqlUpdate(
      """
      UPDATE execution SET late_files = 0
      WHERE trigger_key = :key AND late_files > 0 AND id < :id
      """)
  void forgetLate(@Bind("id") String id, @Bind("key") String triggerKey);

  @SqlUpdate(
      """
      UPDATE execution
      SET late_files = (
        SELECT COUNT(*) FROM file f
        WHERE f.dataset_id = :dataset AND f.status = 'pending' AND f.deletion IS NULL
          AND f.object_key LIKE :keys ESCAPE '!')
      WHERE id = :id
      """)
  void countLate(
      @Bind("id") String id, @Bind("dataset") String datasetId, @Bind("keys") String keyPattern);

  /** The keys of pending files of which only events have told. */
  @SqlQuery(
      """
      SELECT object_key FROM file
      WHERE dataset_id = :dataset AND status = 'pending' AND object_key > :after
        AND last_modified < TIMESTAMP WITH TIME ZONE '1980-01-01 00:00:00+00'
        AND object_key LIKE :keys ESCAPE '!'
      ORDER BY object_key FETCH FIRST :limit ROWS ONLY
      """)
  List<String> onlyTold(
      @Bind("dataset") String datasetId,
      @Bind("keys") String keyPattern,
      @Bind("after") String after,
      @Bind("limit") int limit);

  /** Whether content that was replaced is not retired to its last object. */
  @SqlQuery(
      """
      SELECT EXISTS (
        SELECT 1 FROM file_copy c JOIN execution replaced ON replaced.id = c.execution_id
        WHERE replaced.id = :id AND replaced.retired_to <> 'kept'
          AND replaced.trash_emptied_at IS NULL AND c.seq > replaced.retired_up_to)
      """)
  boolean isLeft(@Bind("id") String replaced);

  /** Makes the clean-ups of a dataset due that have replaced content to retire. */
  @SqlUpdate(
      """
      UPDATE execution SET cleanup_at = CURRENT_TIMESTAMP
      WHERE dataset_id = :dataset AND cleanup_at > CURRENT_TIMESTAMP AND EXISTS (
        SELECT 1 FROM file_copy c JOIN execution replaced ON replaced.id = c.execution_id
        WHERE replaced.id = execution.replaces AND replaced.retired_to <> 'kept'
          AND replaced.trash_emptied_at IS NULL AND c.seq > replaced.retired_up_to)
      """)
  int cleanUpNow(@Bind("dataset") String datasetId);

  /**
   * Content that is kept in place goes where the dataset says now; nothing where it says keep.
   *
   * @param delaySeconds how long it stays after it was replaced for readers of the manifest
   */
  @Transaction
  default void endKeep(String datasetId, long delaySeconds) {
    lockDataset(datasetId);
    if (retireKept(datasetId) > 0) {
      retireAfter(datasetId, isReadByManifest(datasetId) ? delaySeconds : 0);
    }
  }

  @SqlUpdate(
      """
      UPDATE execution
      SET cleanup_at = GREATEST(
        CURRENT_TIMESTAMP, finished_at + CAST(:seconds AS INTEGER) * INTERVAL '1' SECOND)
      WHERE dataset_id = :dataset AND status = 'COMPLETED' AND EXISTS (
        SELECT 1 FROM execution replaced
        WHERE replaced.retired_by = execution.id AND replaced.retired_to <> 'kept'
          AND replaced.trash_emptied_at IS NULL AND replaced.retired_up_to = 0)
      """)
  int retireAfter(@Bind("dataset") String datasetId, @Bind("seconds") long seconds);

  @SqlUpdate(
      """
      UPDATE execution
      SET retired_up_to = 0,
          retired_to = (
            SELECT CASE WHEN d.replaced = 'delete' THEN 'deleted' ELSE 'trash' END
            FROM dataset d WHERE d.id = execution.dataset_id)
      WHERE dataset_id = :dataset AND retired_to = 'kept'
        AND trash_emptied_at IS NULL AND NOT emptying
        AND EXISTS (SELECT 1 FROM dataset d WHERE d.id = :dataset AND d.replaced <> 'keep')
        AND NOT EXISTS (
          SELECT 1 FROM execution restoring
          WHERE restoring.active_dataset = :dataset AND restoring.restores = execution.id)
      """)
  int retireKept(@Bind("dataset") String datasetId);

  @SqlQuery("SELECT not_removed FROM execution WHERE id = :id")
  long notRemoved(@Bind("id") String id);

  /** Lets the same trigger file be written again: the one of this execution is gone. */
  @SqlUpdate(
      """
      UPDATE execution SET trigger_released = id, released_at = CURRENT_TIMESTAMP
      WHERE id = :id AND fence = :fence AND released_at IS NULL
      """)
  void releaseTrigger(@Bind("id") String id, @Bind("fence") long fence);

  /**
   * A file that an execution claimed.
   *
   * @param landed whether its object was at its key when last seen
   */
  record Claimed(String fileId, StoredObject object, String status, boolean landed) {}

  /** Maps a row of {@code file}. */
  class ClaimedRow implements RowMapper<Claimed> {
    @Override
    public Claimed map(ResultSet row, StatementContext context) throws SQLException {
      return new Claimed(
          row.getString("id"),
          StoredObjectSql.of(row),
          row.getString("status"),
          row.getString("landed_key") != null);
    }
  }
}
