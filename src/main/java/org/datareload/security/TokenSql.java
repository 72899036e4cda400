package org.datareload.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datareload.dataset.DatasetLockSql;
import org.datareload.dataset.DatasetName;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements of {@link Tokens}. */
@RegisterRowMapper(TokenSql.TokenMapper.class)
public interface TokenSql extends DatasetLockSql {
  @SqlUpdate(
      """
      INSERT INTO api_token (id, user_id, name, secret_hash, actions, dataset_id, expires_at)
      VALUES (:id, :userId, :name, :secretHash, :actions, :datasetId,
              CURRENT_TIMESTAMP + CAST(:days AS INTEGER) * INTERVAL '1' DAY)
      """)
  void insertRow(@BindMethods NewRow row);

  @Transaction
  default Token insert(NewRow row) {
    if (row.datasetId() != null) {
      lockDataset(row.datasetId());
    }
    insertRow(row);
    return find(row.userId(), row.id()).orElseThrow();
  }

  @SqlQuery(
      """
      SELECT t.*, d.domain, d.name AS dataset_name
      FROM api_token t LEFT JOIN dataset d ON d.id = t.dataset_id
      WHERE t.id = :id AND t.user_id = :user
      """)
  Optional<Token> find(@Bind("user") String userId, @Bind("id") String id);

  @SqlQuery(
      """
      SELECT t.*, d.domain, d.name AS dataset_name
      FROM api_token t LEFT JOIN dataset d ON d.id = t.dataset_id
      WHERE t.user_id = :user AND t.revoked_at IS NULL AND t.expires_at > CURRENT_TIMESTAMP
      ORDER BY t.id DESC
      """)
  List<Token> of(@Bind("user") String userId);

  /** The token that has this id and this secret, while it counts. */
  @SqlQuery(
      """
      SELECT t.*, d.domain, d.name AS dataset_name
      FROM api_token t LEFT JOIN dataset d ON d.id = t.dataset_id
      WHERE t.id = :id AND t.secret_hash = :hash
        AND t.revoked_at IS NULL AND t.expires_at > CURRENT_TIMESTAMP
      """)
  Optional<Token> shown(@Bind("id") String id, @Bind("hash") String hash);

  @SqlUpdate(
      """
      UPDATE api_token SET last_used_at = CURRENT_TIMESTAMP
      WHERE id = :id
        AND (last_used_at IS NULL OR last_used_at < CURRENT_TIMESTAMP - INTERVAL '1' HOUR)
      """)
  int touch(@Bind("id") String id);

  @SqlUpdate(
      """
      UPDATE api_token SET revoked_at = CURRENT_TIMESTAMP
      WHERE id = :id AND user_id = :user AND revoked_at IS NULL
      """)
  int revoke(@Bind("user") String userId, @Bind("id") String id);

  @SqlUpdate(
      """
      DELETE FROM api_token WHERE user_id = :user
        AND (expires_at < CURRENT_TIMESTAMP OR revoked_at IS NOT NULL)
      """)
  int forgetDead(@Bind("user") String userId);

  record NewRow(
      String id,
      String userId,
      String name,
      String secretHash,
      String actions,
      String datasetId,
      int days) {
    @Override
    public String toString() {
      return id;
    }
  }

  final class TokenMapper implements RowMapper<Token> {
    @Override
    public Token map(ResultSet row, StatementContext context) throws SQLException {
      var domain = row.getString("domain");
      return new Token(
          row.getString("id"),
          row.getString("user_id"),
          row.getString("name"),
          actions(row.getString("actions")),
          row.getString("dataset_id"),
          domain == null ? null : new DatasetName(domain, row.getString("dataset_name")),
          time(row, "created_at"),
          time(row, "expires_at"),
          time(row, "last_used_at"));
    }

    private static Set<Action> actions(String text) {
      return Stream.of(text.split(",")).map(Action::valueOf).collect(Collectors.toSet());
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
      var time = row.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    }
  }
}
