package org.datareload.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The statements of {@link AuditLog}: none changes or deletes what was written. */
@RegisterRowMapper(AuditLogSql.AuditMapper.class)
public interface AuditLogSql {
  @SqlUpdate(
      """
      INSERT INTO audit (id, user_id, token_id, action, dataset_id, address, detail)
      VALUES (:id, :userId, :tokenId, :action, :datasetId, :address, :detail)
      """)
  void insert(@BindMethods NewRow row);

  @SqlQuery(
      """
      SELECT * FROM audit WHERE dataset_id = :dataset AND id < :before
      ORDER BY id DESC FETCH FIRST :limit ROWS ONLY
      """)
  List<AuditEntry> page(
      @Bind("dataset") String datasetId, @Bind("before") String before, @Bind("limit") int limit);

  record NewRow(
      String id,
      String userId,
      String tokenId,
      String action,
      String datasetId,
      String address,
      String detail) {}

  final class AuditMapper implements RowMapper<AuditEntry> {
    @Override
    public AuditEntry map(ResultSet row, StatementContext context) throws SQLException {
      return new AuditEntry(
          row.getString("id"),
          row.getObject("happened_at", OffsetDateTime.class).toInstant(),
          row.getString("user_id"),
          row.getString("token_id"),
          row.getString("action"),
          row.getString("dataset_id"),
          row.getString("address"),
          AuditDetail.read(row.getString("detail")));
    }
  }
}
