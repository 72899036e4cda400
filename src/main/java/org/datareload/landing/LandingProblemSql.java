package org.datareload.landing;

import static org.datareload.dataset.ErrorSql.isDuplicate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.datareload.dataset.DatasetLockSql;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements of {@link LandingProblems}. */
@RegisterRowMapper(LandingProblemSql.ProblemMapper.class)
public interface LandingProblemSql extends DatasetLockSql {
  @SqlUpdate(
      """
      UPDATE landing_problem SET dataset_id = :datasetId, reason = :reason,
        suggestion = :suggestion, size_bytes = :size, last_seen = CURRENT_TIMESTAMP
      WHERE object_key = :key
      """)
  int update(@BindMethods NewProblem problem);

  @SqlUpdate(
      """
      INSERT INTO landing_problem (object_key, dataset_id, reason, suggestion, size_bytes)
      VALUES (:key, :datasetId, :reason, :suggestion, :size)
      """)
  void insert(@BindMethods NewProblem problem);

  @Transaction
  default void write(NewProblem problem) {
    if (problem.datasetId() != null) {
      lockDataset(problem.datasetId());
    }
    if (update(problem) == 0) {
      insert(problem);
    }
  }

  /** Another process may insert the same key first, which ends the transaction: caught outside. */
  default void put(NewProblem problem) {
    try {
      write(problem);
    } catch (UnableToExecuteStatementException e) {
      if (!isDuplicate(e)) {
        throw e;
      }
    }
  }

  @SqlUpdate(
      """
      DELETE FROM landing_problem WHERE object_key = ANY(:keys)
      """)
  void delete(@Bind("keys") String[] keys);

  @SqlUpdate(
      """
      UPDATE landing_problem SET last_seen = CURRENT_TIMESTAMP WHERE object_key = ANY(:keys)
      """)
  void touch(@Bind("keys") String[] keys);

  @SqlQuery(
      """
      SELECT * FROM landing_problem WHERE object_key = ANY(:keys)
      """)
  List<LandingProblem> find(@Bind("keys") String[] keys);

  @SqlQuery(
      """
      SELECT object_key FROM landing_problem
      ORDER BY last_seen FETCH FIRST :limit ROWS ONLY
      """)
  List<String> longestUnseen(@Bind("limit") int limit);

  @SqlQuery(
      """
      SELECT * FROM landing_problem WHERE object_key > :after
      ORDER BY object_key FETCH FIRST :limit ROWS ONLY
      """)
  List<LandingProblem> page(@Bind("after") String after, @Bind("limit") int limit);

  @SqlQuery(
      """
      SELECT * FROM landing_problem WHERE dataset_id = :dataset AND object_key > :after
      ORDER BY object_key FETCH FIRST :limit ROWS ONLY
      """)
  List<LandingProblem> page(
      @Bind("dataset") String datasetId, @Bind("after") String after, @Bind("limit") int limit);

  /**
   * A problem to record.
   *
   * @param datasetId null if the key names no dataset
   * @param suggestion what its writer may have meant, or empty
   */
  record NewProblem(String key, String datasetId, String reason, String suggestion, long size) {
    boolean isSameAs(LandingProblem problem) {
      return problem != null
          && Objects.equals(datasetId, problem.datasetId())
          && reason.equals(problem.reason())
          && suggestion.equals(problem.suggestion())
          && size == problem.size();
    }
  }

  /** Maps a row of {@code landing_problem}. */
  final class ProblemMapper implements RowMapper<LandingProblem> {
    @Override
    public LandingProblem map(ResultSet row, StatementContext context) throws SQLException {
      return new LandingProblem(
          row.getString("object_key"),
          row.getString("dataset_id"),
          row.getString("reason"),
          row.getString("suggestion"),
          row.getLong("size_bytes"),
          row.getObject("first_seen", OffsetDateTime.class).toInstant(),
          row.getObject("last_seen", OffsetDateTime.class).toInstant());
    }
  }
}
