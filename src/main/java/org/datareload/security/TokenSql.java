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
      SELECT t.id, t.user_id, t.name, t.actions, t.dataset_id, t.credential, t.created_at,
        t.last_used_at, d.domain, d.name AS dataset_name,
        LEAST(t.expires_at, t.created_at + CAST(:maxDays AS INTEGER) * INTERVAL '1' DAY)
          AS expires_at
      FROM api_token t LEFT JOIN dataset d ON d.id = t.dataset_id
      """;
  String VALID =
      """
      t.revoked_at IS NULL AND t.expires_at > CURRENT_TIMESTAMP
        AND t.created_at > CURRENT_TIMESTAMP - CAST(:maxDays AS INTEGER) * INTERVAL '1' DAY
      """;

  @SqlUpdate(
      """
      INSERT INTO api_token
        (id, user_id, name, secret_hash, actions, dataset_id, credential, expires_at)
      VALUES (:id, :userId, :name, :secretHash, :actions, :datasetId, :credential,
              CURRENT_TIMESTAMP + CAST(:days AS INTEGER) * INTERVAL '1' DAY)
      """)
  void insertRow(@BindMethods NewRow row);

  @Transaction
  default Row insert(NewRow row, int maxDays) {
    if (row.datasetId() != null) {
      lockDataset(row.datasetId());
    }
    insertRow(row);
    return find(row.id(), maxDays);
  }

  @SqlQuery(SELECT + "WHERE t.id = :id")
  Row find(String id, int maxDays);

  /**
   * The valid tokens of a user, newest first.
   *
   * @param userId null for all users
   * @param before an id; null to begin with the newest
   */
  @SqlQuery(
      SELECT
          + "WHERE "
          + VALID
          + """
              AND (CAST(:userId AS VARCHAR) IS NULL OR t.user_id = :userId)
              AND (CAST(:before AS VARCHAR) IS NULL OR t.id < :before)
            ORDER BY t.id DESC FETCH FIRST :limit ROWS ONLY
            """)
  List<Row> page(String userId, String before, int limit, int maxDays);

  @SqlQuery(SELECT + "WHERE t.id = :id AND t.secret_hash = :secretHash AND " + VALID)
  Optional<Row> findValid(String id, String secretHash, int maxDays);

  /** Records the time of use, to the hour, and the credential where none is known. */
  @SqlUpdate(
      """
      UPDATE api_token
      SET last_used_at = CURRENT_TIMESTAMP, credential = COALESCE(credential, :credential)
      WHERE id = :id
        AND (last_used_at IS NULL OR last_used_at < CURRENT_TIMESTAMP - INTERVAL '1' HOUR)
      """)
  int touch(String id, String credential);

  /**
   * @param userId null for the token of any user
   */
  @SqlUpdate(
      """
      UPDATE api_token SET revoked_at = CURRENT_TIMESTAMP
      WHERE id = :id AND (CAST(:userId AS VARCHAR) IS NULL OR user_id = :userId)
        AND revoked_at IS NULL
      """)
  int revoke(String userId, String id);

  @SqlUpdate(
      """
      UPDATE api_token SET revoked_at = CURRENT_TIMESTAMP
      WHERE user_id = :userId AND revoked_at IS NULL AND expires_at > CURRENT_TIMESTAMP
      """)
  int revokeAll(String userId);

  @SqlUpdate("DELETE FROM api_token WHERE expires_at < CURRENT_TIMESTAMP OR revoked_at IS NOT NULL")
  int deleteEnded();

  record NewRow(
      String id,
      String userId,
      String name,
      String secretHash,
      String actions,
      String datasetId,
      String credential,
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
   * @param credential identifies the password that the owner had, null if unknown
   */
  record Row(
      String id,
      String userId,
      String name,
      String actions,
      String datasetId,
      String domain,
      String datasetName,
      String credential,
      Instant createdAt,
      Instant expiresAt,
      Instant lastUsedAt) {
    Token token(String refusal) {
      return new Token(
          id,
          userId,
          name,
          Stream.of(actions.split(",")).map(Action::valueOf).collect(toSet()),
          datasetId,
          datasetName == null ? null : new DatasetName(domain, datasetName),
          createdAt,
          expiresAt,
          lastUsedAt,
          refusal);
    }
  }
}
