package org.datareload.security;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The statements of {@link AuditLog}; entries are never changed or deleted. */
public interface AuditLogSql {
  @SqlUpdate(
      """
      INSERT INTO audit (id, user_id, token_id, action, dataset_id, address, detail)
      VALUES (:id, :userId, :tokenId, :action, :datasetId, :address, :detail)
      """)
  void insert(@BindMethods Row row);

  @SqlQuery(
      """
      SELECT * FROM audit WHERE dataset_id = :datasetId AND id < :before
      ORDER BY id DESC FETCH FIRST :limit ROWS ONLY
      """)
  @RegisterConstructorMapper(Row.class)
  List<Row> page(String datasetId, String before, int limit);

  /**
   * An entry as it is stored.
   *
   * @param happenedAt set by the database; null in an insert
   * @param detail a JSON object
   */
  record Row(
      String id,
      Instant happenedAt,
      String userId,
      String tokenId,
      String action,
      String datasetId,
      String address,
      String detail) {}
}
