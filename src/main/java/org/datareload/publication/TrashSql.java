package org.datareload.publication;

import java.util.List;
import org.datareload.execution.ExecutionSql;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Finds retired content that may be deleted. */
public interface TrashSql extends ExecutionSql {
  /**
   * Executions whose content has been in the trash for longer than it is kept, without those of
   * datasets with a running execution.
   */
  @SqlQuery(
      """
      SELECT old.id FROM execution old JOIN execution successor ON successor.id = old.retired_by
      WHERE old.trash_emptied_at IS NULL
        AND (successor.cleanup_at IS NULL
             OR (successor.not_removed > 0 AND successor.cleanup_attempts > 0))
        AND successor.finished_at
          < CURRENT_TIMESTAMP - CAST(:days AS INTEGER) * INTERVAL '1' DAY
        AND NOT EXISTS (
          SELECT 1 FROM execution running WHERE running.active_dataset = old.dataset_id)
        AND old.id > :after
      ORDER BY old.id
      FETCH FIRST 100 ROWS ONLY
      """)
  List<String> expired(@Bind("days") int days, @Bind("after") String after);

  @SqlUpdate("UPDATE execution SET trash_emptied_at = CURRENT_TIMESTAMP WHERE id = :id")
  void emptied(@Bind("id") String executionId);
}
