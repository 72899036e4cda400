package org.datareload.security;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.datareload.dataset.DatasetLockSql;
import org.datareload.dataset.DatasetName;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements of {@link Tokens}. */
@RegisterConstructorMapper(TokenSql.Row.class)
public interface TokenSql extends DatasetLockSql {
  String SELECT =
      """
      SELECT t.*, d.domain, d.name AS dataset_name
      FROM api_token t LEFT JOIN dataset d ON d.id = t.dataset_id
      """;
  String VALID = "t.revoked_at IS NULL AND t.expires_at > CURRENT_TIMESTAMP";

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
    return find(row.id()).token();
  }

  @SqlQuery(SELECT + "WHERE t.id = :id")
  Row find(String id);

  /** The valid tokens of a user, newest first. */
  @SqlQuery(SELECT + "WHERE t.user_id = :userId AND " + VALID + " ORDER BY t.id DESC")
  List<Row> of(String userId);

  @SqlQuery(SELECT + "WHERE t.id = :id AND t.secret_hash = :secretHash AND " + VALID)
  Optional<Row> findValid(String id, String secretHash);

  /** Records the time of use, to the hour. */
  @SqlUpdate(
      """
      UPDATE api_token SET last_used_at = CURRENT_TIMESTAMP
      WHERE id = :id
        AND (last_used_at IS NULL OR last_used_at < CURRENT_TIMESTAMP - INTERVAL '1' HOUR)
      """)
  int touch(String id);

  @SqlUpdate(
      """
      UPDATE api_token SET revoked_at = CURRENT_TIMESTAMP
      WHERE id = :id AND user_id = :userId AND revoked_at IS NULL
      """)
  int revoke(String userId, String id);

  @SqlUpdate(
      """
      DELETE FROM api_token WHERE user_id = :userId
        AND (expires_at < CURRENT_TIMESTAMP OR revoked_at IS NOT NULL)
      """)
  int deleteInvalid(String userId);

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

  /**
   * A token as it is stored, without the hash of its secret.
   *
   * @param actions separated by commas
   */
  record Row(
      String id,
      String userId,
      String name,
      String actions,
      String datasetId,
      String domain,
      String datasetName,
      Instant createdAt,
      Instant expiresAt,
      Instant lastUsedAt) {
    Token token() {
      return new Token(
          id,
          userId,
          name,
          Stream.of(actions.split(",")).map(Action::valueOf).collect(toSet()),
          datasetId,
          datasetName == null ? null : new DatasetName(domain, datasetName),
          createdAt,
          expiresAt,
          lastUsedAt);
    }
  }
}
