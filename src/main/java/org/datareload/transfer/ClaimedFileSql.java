package org.datareload.transfer;

import org.datareload.dataset.FileCount;
import org.datareload.execution.Run;
import org.datareload.execution.RunSql;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Releases files that a plan claimed which was never frozen. */
@RegisterConstructorMapper(FileCount.class)
public interface ClaimedFileSql extends RunSql {
  /**
   * Makes all files of the run pending again, or superseded where another object took their key
   * meanwhile. The caller holds the dataset's row and the execution's.
   */
  default void release(Run run) {
    release(run, true, "pending");
    release(run, false, "superseded");
  }

  private void release(Run run, boolean landed, String status) {
    var claimed = claimed(run.id(), landed);
    if (claimed.files() > 0) {
      release(run.id(), landed, status);
      recount(run.dataset().id(), "processing", status, claimed);
    }
  }

  @SqlQuery(
      """
      SELECT COUNT(*) AS files, COALESCE(SUM(size_bytes), 0) AS bytes FROM file
      WHERE execution_id = :execution AND status = 'processing'
        AND (landed_key IS NOT NULL) = :landed
      """)
  FileCount claimed(@Bind("execution") String executionId, @Bind("landed") boolean landed);

  @SqlUpdate(
      """
      UPDATE file SET status = :status
      WHERE execution_id = :execution AND status = 'processing'
        AND (landed_key IS NOT NULL) = :landed
      """)
  void release(
      @Bind("execution") String executionId,
      @Bind("landed") boolean landed,
      @Bind("status") String status);
}
