package org.datareload.security;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.ulid.UlidCreator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The audit log: who did what to which dataset, when, and from which address. */
public final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_DETAIL = 2000;
  private static final int MAX_VALUE = 200;

  // Sorts after every ULID in any collation: the first digit of a ULID is at most 7.
  private static final String AFTER_LATEST = "8";

  private static final int BATCH = 1_000;

  private final AuditLogSql sql;
  private final int keepDays;

  /**
   * @param keepDays days after which entries are deleted
   */
  public AuditLog(AuditLogSql sql, int keepDays) {
    this.sql = requireNonNull(sql, "sql is null");
    this.keepDays = keepDays;
  }

  /**
   * Adds an entry.
   *
   * @param action at most 40 characters
   * @param datasetId null if no dataset is concerned
   * @param address the client's IP address
   * @param detail must not contain secrets; values are cut to 200 characters, and a detail of more
   *     than 2,000 characters is not kept
   */
  public void record(
      Principal principal,
      String action,
      String datasetId,
      String address,
      Map<String, String> detail) {
    var id = UlidCreator.getMonotonicUlid().toString();
    var tokenId = principal.scope().tokenId();
    sql.insert(
        new AuditLogSql.Row(
            id, null, principal.id(), tokenId, action, datasetId, null, address, write(detail)));
  }

  /**
   * The entries of a dataset, newest first.
   *
   * @param before the last id of the previous page, null for the first page
   */
  public List<AuditEntry> page(String datasetId, String before, int limit) {
    return sql.page(datasetId, before == null ? AFTER_LATEST : before, limit).stream()
        .map(AuditLog::entry)
        .toList();
  }

  /**
   * The entries of all datasets and of none, newest first.
   *
   * @param before the last id of the previous page, null for the first page
   */
  public List<AuditEntry> page(String before, int limit) {
    return sql.page(before == null ? AFTER_LATEST : before, limit).stream()
        .map(AuditLog::entry)
        .toList();
  }

  /** Deletes entries that are too old, in transactions of bounded size. */
  public void forgetOld() {
    while (sql.deleteOld(keepDays, BATCH) == BATCH) {}
  }

  private static AuditEntry entry(AuditLogSql.Row row) {
    try {
      return new AuditEntry(
          row.id(),
          row.happenedAt(),
          row.userId(),
          row.tokenId(),
          row.action(),
          row.datasetId(),
          row.dataset(),
          row.address(),
          JSON.readValue(row.detail(), new TypeReference<Map<String, String>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The detail of audit entry " + row.id() + " is not JSON", e);
    }
  }

  private static String write(Map<String, String> detail) {
    var texts = new TreeMap<String, String>();
    detail.forEach((name, value) -> texts.put(name, truncate(String.valueOf(value))));
    try {
      var json = JSON.writeValueAsString(texts);
      return json.length() <= MAX_DETAIL ? json : "{\"shortened\":\"true\"}";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of texts always has a JSON form", e);
    }
  }

  private static String truncate(String value) {
    return value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE) + "…";
  }
}
