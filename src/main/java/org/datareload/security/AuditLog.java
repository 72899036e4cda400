package org.datareload.security;

import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.List;
import java.util.Map;

/** Who did what to which dataset, when, and from where. */
public final class AuditLog {
  // Follows every ULID, whatever the database's collation: none begins with more than 7.
  private static final String LATEST = "8";

  private final AuditLogSql sql;

  public AuditLog(AuditLogSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /**
   * Writes down what somebody did.
   *
   * @param action at most 40 characters
   * @param datasetId null for no dataset
   * @param address where the request came from
   * @param detail small, and never with a secret in it
   */
  public void record(
      Principal who, String action, String datasetId, String address, Map<String, String> detail) {
    sql.insert(
        new AuditLogSql.NewRow(
            UlidCreator.getMonotonicUlid().toString(),
            who.id(),
            who.scope().tokenId(),
            action,
            datasetId,
            address,
            AuditDetail.write(detail)));
  }

  /**
   * What was done to a dataset, newest first.
   *
   * @param before the id of the last row of the page before, null for the first page
   */
  public List<AuditEntry> page(String datasetId, String before, int limit) {
    return sql.page(datasetId, before == null ? LATEST : before, limit);
  }
}
