package org.datareload.security;

import static org.datareload.dataset.ErrorSql.isDuplicate;

import java.util.Collection;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The statements of {@link LoginFailures}. */
public interface LoginFailureSql {
  @SqlQuery(
      """
      SELECT COUNT(*) FROM login_failure
      WHERE subject IN (<subjects>) AND failures >= 5
        AND since > CURRENT_TIMESTAMP - INTERVAL '1' MINUTE
      """)
  int blocked(@BindList("subjects") Collection<String> subjects);

  @SqlUpdate(
      """
      UPDATE login_failure
      SET failures = CASE WHEN since > CURRENT_TIMESTAMP - INTERVAL '1' MINUTE
                          THEN failures + 1 ELSE 1 END,
          since = CASE WHEN since > CURRENT_TIMESTAMP - INTERVAL '1' MINUTE AND failures < 4
                       THEN since ELSE CURRENT_TIMESTAMP END
      WHERE subject = :subject
      """)
  int count(@Bind("subject") String subject);

  @SqlUpdate(
      """
      INSERT INTO login_failure (subject, failures) VALUES (:subject, 1)
      """)
  void insert(@Bind("subject") String subject);

  @SqlUpdate(
      """
      DELETE FROM login_failure WHERE since < CURRENT_TIMESTAMP - INTERVAL '10' MINUTE
      """)
  int forget();

  /** Each statement is its own transaction, so that a lost race to insert harms none. */
  default void note(String subject) {
    if (count(subject) == 1) {
      return;
    }
    try {
      insert(subject);
    } catch (UnableToExecuteStatementException e) {
      if (!isDuplicate(e)) {
        throw e;
      }
      count(subject);
    }
  }
}
