package org.datareload.security;

import static org.datareload.dataset.ErrorSql.isDuplicate;

import java.util.Optional;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The statements of {@link KnownUsers}. */
public interface KnownUserSql {
  @SqlQuery(
      """
      SELECT id, mail,
        CASE WHEN seen_at >= CURRENT_TIMESTAMP - CAST(:seconds AS INTEGER) * INTERVAL '1' SECOND
          THEN TRUE ELSE FALSE END AS seen_lately
      FROM known_user WHERE id = :id
      """)
  @RegisterConstructorMapper(Row.class)
  Optional<Row> find(String id, int seconds);

  @SqlUpdate("UPDATE known_user SET mail = :mail, seen_at = CURRENT_TIMESTAMP WHERE id = :id")
  int update(String id, String mail);

  @SqlUpdate("INSERT INTO known_user (id, mail) VALUES (:id, :mail)")
  void insert(String id, String mail);

  /** Not one transaction: a lost race to insert must not abort anything else. */
  default void put(String id, String mail) {
    if (update(id, mail) == 1) {
      return;
    }
    try {
      insert(id, mail);
    } catch (UnableToExecuteStatementException e) {
      if (!isDuplicate(e)) {
        throw e;
      }
    }
  }

  /**
   * @param seenLately whether the provider vouched for the user in the last seconds
   */
  record Row(String id, String mail, boolean seenLately) {}
}
