package org.datareload.publication;

import java.util.List;
import org.datareload.dataset.FileCountSql;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements of {@link History}. */
@RegisterConstructorMapper(HistorySql.Ended.class)
@RegisterConstructorMapper(HistorySql.OldFile.class)
public interface HistorySql extends FileCountSql {
  /** An execution whose rows may go. */
  record Ended(String id, String datasetId) {}

  /** A file whose row may go. */
  record OldFile(String id, String datasetId) {}

  /**
   * Executions whose rows may go, and those whose rows were going when a process ended. A clean-up
   * that is due still needs the copies of its own execution and of the one that it replaced.
   */
  @SqlQuery(
      """
      SELECT e.id, e.dataset_id FROM execution e JOIN dataset d ON d.id = e.dataset_id
      LEFT JOIN execution successor ON successor.id = e.retired_by
      WHERE e.history IN ('kept', 'ending') AND e.id > :after
        AND (e.history = 'ending'
             OR (e.active_dataset IS NULL AND e.cleanup_at IS NULL
                 AND e.finished_at < CURRENT_TIMESTAMP - CAST(:days AS INTEGER) * INTERVAL '1' DAY
                 AND (d.live_execution IS NULL OR d.live_execution <> e.id)
                 AND (e.committed_at IS NULL OR e.trash_emptied_at IS NOT NULL)
                 AND successor.cleanup_at IS NULL
                 AND NOT EXISTS (
                   SELECT 1 FROM mail m WHERE m.execution_id = e.id AND m.status = 'new')))
      ORDER BY e.id
      FETCH FIRST 100 ROWS ONLY
      """)
  List<Ended> ended(@Bind("days") int days, @Bind("after") String after);

  @SqlUpdate("UPDATE execution SET history = 'ending' WHERE id = :id")
  void end(@Bind("id") String executionId);

  @SqlUpdate("UPDATE execution SET history = 'ended' WHERE id = :id")
  void ended(@Bind("id") String executionId);

  @SqlUpdate(
      """
      DELETE FROM file_copy WHERE execution_id = :execution AND seq IN (
        SELECT seq FROM file_copy WHERE execution_id = :execution
        ORDER BY execution_id, seq FETCH FIRST :limit ROWS ONLY)
      """)
  int deleteCopies(@Bind("execution") String executionId, @Bind("limit") int limit);

  /** Files of the execution, without those that the store refuses to delete. */
  @SqlQuery(
      """
      SELECT id, dataset_id FROM file
      WHERE execution_id = :execution AND status = 'completed' AND landed_key IS NULL
      ORDER BY execution_id, id FETCH FIRST :limit ROWS ONLY
      """)
  List<OldFile> completed(@Bind("execution") String executionId, @Bind("limit") int limit);

  /** Files that no execution loaded. */
  @SqlQuery(
      """
      SELECT id, dataset_id FROM file
      WHERE status = :status AND landed_key IS NULL
        AND checked_at < CURRENT_TIMESTAMP - CAST(:days AS INTEGER) * INTERVAL '1' DAY
        AND landed_at < CURRENT_TIMESTAMP - CAST(:days AS INTEGER) * INTERVAL '1' DAY
      ORDER BY status, checked_at FETCH FIRST :limit ROWS ONLY
      """)
  List<OldFile> unused(
      @Bind("status") String status, @Bind("days") int days, @Bind("limit") int limit);

  /** Deletes rows of files; the counts of the dataset go on counting the files. */
  @Transaction
  default void forget(String datasetId, String status, String[] fileIds) {
    lockDataset(datasetId);
    countForgotten(datasetId, status, deleteFiles(fileIds, status));
  }

  @SqlUpdate("DELETE FROM file WHERE id = ANY(:ids) AND status = :status")
  int deleteFiles(@Bind("ids") String[] ids, @Bind("status") String status);

  @SqlUpdate(
      """
      UPDATE file_count SET forgotten = forgotten + :files
      WHERE dataset_id = :dataset AND status = :status
      """)
  void countForgotten(
      @Bind("dataset") String datasetId, @Bind("status") String status, @Bind("files") long files);
}
