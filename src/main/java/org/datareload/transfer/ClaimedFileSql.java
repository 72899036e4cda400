package org.datareload.transfer;

import org.datareload.dataset.FileCount;
import org.datareload.execution.Run;
import org.datareload.execution.RunSql;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Lets go of files that a plan took which was never frozen. */
@RegisterConstructorMapper(FileCount.class)
public interface ClaimedFileSql extends RunSql {
  /**
   * Makes all files that the run has taken pending again, or superseded where another object took
   * their place meanwhile. The caller holds the dataset's row and the execution's.
   */
  default void letGo(Run run) {
    letGo(run, true, "pending");
    letGo(run, false, "superseded");
  }

  private void letGo(Run run, boolean landed, String status) {
    var taken = taken(run.id(), landed);
    if (taken.files() > 0) {
      letGo(run.id(), landed, status);
      recount(run.dataset().id(), "processing", status, taken);
    }
  }

  @SqlQuery(
      """
      SELECT COUNT(*) AS files, COALESCE(SUM(size_bytes), 0) AS bytes FROM file
      WHERE execution_id = :execution AND status = 'processing'
        AND (landed_key IS NOT NULL) = :landed
      """)
  FileCount taken(@Bind("execution") String executionId, @Bind("landed") boolean landed);

  @SqlUpdate(
      """
      UPDATE file SET status = :status
      WHERE execution_id = :execution AND status = 'processing'
        AND (landed_key IS NOT NULL) = :landed
      """)
  void letGo(
      @Bind("execution") String executionId,
      @Bind("landed") boolean landed,
      @Bind("status") String status);
}
