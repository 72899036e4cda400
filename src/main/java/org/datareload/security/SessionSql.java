package org.datareload.security;

import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The statements of {@link Sessions}. */
public interface SessionSql {
  @SqlUpdate(
      """
      INSERT INTO page_session (id_hash, user_id, credential, expires_at)
      VALUES (:hash, :userId, :credential, CURRENT_TIMESTAMP + INTERVAL '12' HOUR)
      """)
  void insert(String hash, String userId, String credential);

  @SqlQuery(
      """
      SELECT user_id, credential FROM page_session
      WHERE id_hash = :hash AND expires_at > CURRENT_TIMESTAMP
      """)
  @RegisterConstructorMapper(Row.class)
  Optional<Row> find(String hash);

  /** Extends a session at most every five minutes, and not beyond a week after it was opened. */
  @SqlUpdate(
      """
      UPDATE page_session SET expires_at = CURRENT_TIMESTAMP + INTERVAL '12' HOUR
      WHERE id_hash = :hash AND expires_at > CURRENT_TIMESTAMP
        AND expires_at < CURRENT_TIMESTAMP + INTERVAL '715' MINUTE
        AND created_at > CURRENT_TIMESTAMP - INTERVAL '7' DAY
      """)
  int extend(String hash);

  @SqlUpdate("DELETE FROM page_session WHERE id_hash = :hash")
  int delete(String hash);

  @SqlUpdate("DELETE FROM page_session WHERE expires_at < CURRENT_TIMESTAMP")
  int deleteExpired();

  record Row(String userId, String credential) {}
}
