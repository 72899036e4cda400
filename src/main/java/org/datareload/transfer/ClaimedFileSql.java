package org.datareload.transfer;

import java.util.List;
import org.datareload.dataset.FileCount;
import org.datareload.execution.Run;
import org.datareload.execution.RunSql;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Releases files that a plan claimed which was never frozen. */
@RegisterConstructorMapper(ClaimedFileSql.Claimed.class)
public interface ClaimedFileSql extends RunSql {
  /**
   * A file that a run claimed.
   *
   * @param landed whether its object was at its key when last seen
   */
  record Claimed(String id, long sizeBytes, boolean landed) {}

  /**
   * Makes files of the run pending again, or superseded where another object took their key
   * meanwhile. The caller holds the dataset's row and the execution's.
   *
   * @param after the id after which the files are
   * @return the files, in the order of their ids
   */
  default List<Claimed> release(Run run, String after, int limit) {
    var claimed = claimed(run.id(), after, limit);
    release(run, claimed.stream().filter(Claimed::landed).toList(), "pending");
    release(run, claimed.stream().filter(file -> !file.landed()).toList(), "superseded");
    return claimed;
  }

  private void release(Run run, List<Claimed> files, String status) {
    if (!files.isEmpty()) {
      release(files.stream().map(Claimed::id).toArray(String[]::new), status);
      var bytes = files.stream().mapToLong(Claimed::sizeBytes).sum();
      recount(run.dataset().id(), "processing", status, new FileCount(files.size(), bytes));
    }
  }

  @SqlQuery(
      """
      SELECT id, size_bytes, landed_key IS NOT NULL AS landed FROM file
      WHERE execution_id = :execution AND status = 'processing' AND id > :after
      ORDER BY execution_id, id FETCH FIRST :limit ROWS ONLY
      """)
  List<Claimed> claimed(
      @Bind("execution") String executionId, @Bind("after") String after, @Bind("limit") int limit);

  @SqlUpdate("UPDATE file SET status = :status WHERE id = ANY(:ids)")
  void release(@Bind("ids") String[] ids, @Bind("status") String status);
}
