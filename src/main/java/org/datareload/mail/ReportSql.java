package org.datareload.mail;

import static org.datareload.dataset.ErrorSql.isDuplicate;

import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Keeps which reports were sent. */
public interface ReportSql {
  /** Claims a period; false where another process, or an earlier start, has claimed it. */
  default boolean claim(String period) {
    try {
      return insert(period) == 1;
    } catch (UnableToExecuteStatementException e) {
      if (isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  @SqlUpdate(
      """
      INSERT INTO report (period)
      SELECT :period WHERE NOT EXISTS (SELECT 1 FROM report WHERE period = :period)
      """)
  int insert(@Bind("period") String period);

  @SqlUpdate("DELETE FROM report WHERE period = :period")
  int release(@Bind("period") String period);
}
