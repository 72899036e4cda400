package org.datareload.security;

import static org.datareload.dataset.ErrorSql.isDuplicate;

import java.util.List;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Slows down password guessing: five wrong passwords within a minute block the user id and the
 * address for a minute. All processes on one database share the counts.
 */
public interface LoginFailureSql {
  int BLOCK_SECONDS = 60;

  default boolean isBlocked(String userId, String address) {
    return countBlocked(subjects(userId, address)) > 0;
  }

  /** Counts a wrong password for the user id and for the address. */
  default void record(String userId, String address) {
    deleteOld();
    subjects(userId, address).forEach(this::record);
  }

  // Not one transaction: a lost race to insert must not abort the second increment.
  private void record(String subject) {
    if (increment(subject) == 1) {
      return;
    }
    try {
      insert(subject);
    } catch (UnableToExecuteStatementException e) {
      if (!isDuplicate(e)) {
        throw e;
      }
      increment(subject);
    }
  }

  // Hashed because the user id may be a password typed into the wrong field.
  private static List<String> subjects(String userId, String address) {
    return List.of(Sha256.hex("user " + userId), Sha256.hex("address " + address));
  }

  @SqlQuery(
      """
      SELECT COUNT(*) FROM login_failure
      WHERE subject IN (<subjects>) AND failures >= 5
        AND since > CURRENT_TIMESTAMP - INTERVAL '1' MINUTE
      """)
  int countBlocked(@BindList List<String> subjects);

  @SqlUpdate(
      """
      UPDATE login_failure
      SET failures = CASE WHEN since > CURRENT_TIMESTAMP - INTERVAL '1' MINUTE
                          THEN failures + 1 ELSE 1 END,
          since = CASE WHEN since > CURRENT_TIMESTAMP - INTERVAL '1' MINUTE AND failures < 4
                       THEN since ELSE CURRENT_TIMESTAMP END
      WHERE subject = :subject
      """)
  int increment(String subject);

  @SqlUpdate("INSERT INTO login_failure (subject, failures) VALUES (:subject, 1)")
  void insert(String subject);

  @SqlUpdate("DELETE FROM login_failure WHERE since < CURRENT_TIMESTAMP - INTERVAL '10' MINUTE")
  int deleteOld();
}
