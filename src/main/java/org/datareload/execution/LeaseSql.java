package org.datareload.execution;

import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Which process drives which execution, by the database's clock only. */
public interface LeaseSql extends ExecutionSql {
  /**
   * Claims an execution that no process drives, or whose process has stopped sending heartbeats.
   */
  @Transaction
  default Optional<Execution> claim(String owner, long seconds) {
    return claimable().filter(id -> take(id, owner, seconds) == 1).flatMap(this::find);
  }

  /**
   * Claims a finished execution whose clean-up is due, unless its dataset is being restored: the
   * clean-up could delete the content that the restore is copying.
   */
  @Transaction
  default Optional<Execution> claimCleanup(String owner, long seconds) {
    return cleanupDue().filter(id -> take(id, owner, seconds) == 1).flatMap(this::find);
  }

  @SqlQuery(
      """
      SELECT id FROM execution
      WHERE active_dataset IS NOT NULL
        AND (lease_until IS NULL OR lease_until < CURRENT_TIMESTAMP)
      ORDER BY id
      FETCH FIRST 1 ROW ONLY
      FOR UPDATE SKIP LOCKED
      """)
  Optional<String> claimable();

  @SqlQuery(
      """
      SELECT id FROM execution
      WHERE cleanup_at < CURRENT_TIMESTAMP AND active_dataset IS NULL
        AND (lease_until IS NULL OR lease_until < CURRENT_TIMESTAMP)
        AND NOT EXISTS (
          SELECT 1 FROM execution running
          WHERE running.active_dataset = execution.dataset_id AND running.restores IS NOT NULL)
      ORDER BY cleanup_at
      FETCH FIRST 1 ROW ONLY
      FOR UPDATE SKIP LOCKED
      """)
  Optional<String> cleanupDue();

  @SqlUpdate(
      """
      UPDATE execution
      SET fence = fence + 1, attempts = attempts + 1, owner = :owner,
          lease_until = CURRENT_TIMESTAMP + CAST(:seconds AS INTEGER) * INTERVAL '1' SECOND,
          started_at = COALESCE(started_at, CURRENT_TIMESTAMP)
      WHERE id = :id
      """)
  int take(@Bind("id") String id, @Bind("owner") String owner, @Bind("seconds") long seconds);

  /** Moves the end of the lease; another process may claim the execution then. */
  @SqlUpdate(
      """
      UPDATE execution
      SET lease_until = CURRENT_TIMESTAMP + CAST(:millis AS INTEGER) * INTERVAL '0.001' SECOND
      WHERE id = :id AND owner = :owner AND fence = :fence
      """)
  int renew(
      @Bind("id") String id,
      @Bind("owner") String owner,
      @Bind("fence") long fence,
      @Bind("millis") long millis);
}
