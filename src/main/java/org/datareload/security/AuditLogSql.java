package org.datareload.security;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The statements of {@link AuditLog}; entries are never changed. */
@RegisterConstructorMapper(AuditLogSql.Row.class)
public interface AuditLogSql {
  String SELECT =
      """
      SELECT a.*, d.domain || '/' || d.name AS dataset
      FROM audit a LEFT JOIN dataset d ON d.id = a.dataset_id
      """;

  @SqlUpdate(
      """
      INSERT INTO audit (id, user_id, token_id, action, dataset_id, address, detail)
      VALUES (:id, :userId, :tokenId, :action, :datasetId, :address, :detail)
      """)
  void insert(@BindMethods Row row);

  @SqlQuery(
      SELECT
          + """
            WHERE a.dataset_id = :datasetId AND a.id < :before
            ORDER BY a.id DESC FETCH FIRST :limit ROWS ONLY
            """)
  List<Row> page(String datasetId, String before, int limit);

  @SqlQuery(
      SELECT
          + """
            WHERE a.id < :before ORDER BY a.id DESC FETCH FIRST :limit ROWS ONLY
            """)
  List<Row> page(String before, int limit);

  /** Deletes the oldest of the entries that are too old; returns how many. */
  @SqlUpdate(
      """
      DELETE FROM audit WHERE id IN (
        SELECT id FROM audit
        WHERE happened_at < CURRENT_TIMESTAMP - CAST(:days AS INTEGER) * INTERVAL '1' DAY
        ORDER BY happened_at FETCH FIRST :limit ROWS ONLY)
      """)
  int deleteOld(int days, int limit);

  /**
   * An entry as it is stored.
   *
   * @param happenedAt set by the database; null in an insert
   * @param dataset {@code domain/name}; null if it is deleted, or none is concerned
   * @param detail a JSON object
   */
  record Row(
      String id,
      Instant happenedAt,
      String userId,
      String tokenId,
      String action,
      String datasetId,
      String dataset,
      String address,
      String detail) {}
}
