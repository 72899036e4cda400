package org.datareload.api;

import static org.datareload.dataset.ErrorSql.isDuplicate;

import java.util.Optional;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The statements of {@link IdempotencyKeys}. */
@RegisterConstructorMapper(IdempotencyKeySql.Row.class)
public interface IdempotencyKeySql {
  @SqlUpdate(
      """
      INSERT INTO repetition (id, request, attempt) VALUES (:id, :request, :attempt)
      """)
  void insert(
      @Bind("id") String id, @Bind("request") String request, @Bind("attempt") String attempt);

  /** Whether the key was free. */
  default boolean begin(String id, String request, String attempt) {
    try {
      insert(id, request, attempt);
      return true;
    } catch (UnableToExecuteStatementException e) {
      if (isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  @SqlQuery(
      """
      SELECT request, attempt, status, location, answer,
        CASE WHEN created_at < CURRENT_TIMESTAMP - INTERVAL '5' MINUTE THEN TRUE ELSE FALSE END
          AS stale
      FROM repetition WHERE id = :id
      """)
  Optional<Row> find(@Bind("id") String id);

  @SqlUpdate(
      """
      UPDATE repetition SET attempt = :attempt, created_at = CURRENT_TIMESTAMP
      WHERE id = :id AND attempt = :before AND status IS NULL
      """)
  int takeOver(
      @Bind("id") String id, @Bind("before") String before, @Bind("attempt") String attempt);

  @SqlUpdate(
      """
      UPDATE repetition SET status = :status, location = :location, answer = :answer
      WHERE id = :id AND attempt = :attempt AND status IS NULL
      """)
  int finish(
      @Bind("id") String id,
      @Bind("attempt") String attempt,
      @Bind("status") int status,
      @Bind("location") String location,
      @Bind("answer") String answer);

  @SqlUpdate("DELETE FROM repetition WHERE id = :id AND attempt = :attempt AND status IS NULL")
  int forget(@Bind("id") String id, @Bind("attempt") String attempt);

  @SqlUpdate("DELETE FROM repetition WHERE created_at < CURRENT_TIMESTAMP - INTERVAL '1' DAY")
  int forgetOld();

  /**
   * An earlier request with the key.
   *
   * @param status null while it is in progress
   * @param stale in progress for so long that its process must have died
   */
  record Row(
      String request,
      String attempt,
      Integer status,
      String location,
      String answer,
      boolean stale) {}
}
