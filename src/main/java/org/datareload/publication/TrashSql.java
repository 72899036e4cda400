package org.datareload.publication;

import java.util.List;
import org.datareload.dataset.DatasetLockSql;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionSql;
import org.datareload.transfer.FileCopySql;
import org.datareload.transfer.RetiredSql;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Finds retired content that may be deleted. */
public interface TrashSql extends ExecutionSql, DatasetLockSql, FileCopySql, RetiredSql {
  /**
   * Executions whose replaced content has been kept for long enough, without those of datasets with
   * a running execution, and those whose content is being deleted.
   */
  @SqlQuery(
      """
      SELECT old.id FROM execution old JOIN execution successor ON successor.id = old.retired_by
      WHERE old.trash_emptied_at IS NULL AND old.id > :after
        -- Else the rest would stay at its keys.
        AND (old.retired_to = 'kept' OR NOT EXISTS (
          SELECT 1 FROM file_copy c WHERE c.execution_id = old.id AND c.seq > old.retired_up_to))
        AND (old.emptying
             OR ((successor.cleanup_at IS NULL
                  OR (successor.not_removed > 0 AND successor.cleanup_attempts > 0))
                 AND successor.finished_at
                   < CURRENT_TIMESTAMP - CAST(:days AS INTEGER) * INTERVAL '1' DAY
                 AND NOT EXISTS (
                   SELECT 1 FROM execution running WHERE running.active_dataset = old.dataset_id)))
      ORDER BY old.id
      FETCH FIRST 100 ROWS ONLY
      """)
  List<String> expired(@Bind("days") int days, @Bind("after") String after);

  /**
   * Decides that the content is deleted, unless an execution of the dataset runs, which may be
   * restoring it. From then on it cannot be restored.
   */
  @Transaction
  default boolean beginEmptying(Execution old) {
    return lockRow(old.datasetId()).isPresent() && beginEmptying(old.id(), old.datasetId()) == 1;
  }

  @SqlUpdate(
      """
      UPDATE execution SET emptying = TRUE
      WHERE id = :id AND trash_emptied_at IS NULL
        AND (emptying OR NOT EXISTS (
          SELECT 1 FROM execution running WHERE running.active_dataset = :dataset))
      """)
  int beginEmptying(@Bind("id") String executionId, @Bind("dataset") String datasetId);

  @SqlUpdate("UPDATE execution SET trash_emptied_at = CURRENT_TIMESTAMP WHERE id = :id")
  void emptied(@Bind("id") String executionId);
}
