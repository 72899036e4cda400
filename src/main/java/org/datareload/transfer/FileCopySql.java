package org.datareload.transfer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.datareload.store.StoredObject;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Reads plans. */
@RegisterRowMapper(FileCopySql.Row.class)
public interface FileCopySql {
  /**
   * Reads the plan of an execution page by page, for a {@link PagedIterator}. Static, since a
   * function made inside a call on demand would outlive that call's connection and open others.
   */
  static Function<FileCopy, List<FileCopy>> pages(FileCopySql sql, String executionId) {
    return last -> sql.page(executionId, last == null ? 0 : last.seq(), PagedIterator.SIZE);
  }

  /** The copies of an execution in the order of its plan, after the given place. */
  @SqlQuery(
      """
      SELECT * FROM file_copy WHERE execution_id = :execution AND seq > :after
      ORDER BY execution_id, seq
      FETCH FIRST :limit ROWS ONLY
      """)
  List<FileCopy> page(
      @Bind("execution") String executionId, @Bind("after") long after, @Bind("limit") int limit);

  /** Whether the rows of an execution's copies stand; they go when they are old. */
  @SqlQuery("SELECT history = 'kept' FROM execution WHERE id = :id")
  boolean areKept(@Bind("id") String executionId);

  /** The copies that are not recorded yet, after the given place. */
  @SqlQuery(
      """
      SELECT * FROM file_copy
      WHERE execution_id = :execution AND seq > :after AND target_etag IS NULL
      ORDER BY execution_id, seq
      FETCH FIRST :limit ROWS ONLY
      """)
  List<FileCopy> missing(
      @Bind("execution") String executionId, @Bind("after") long after, @Bind("limit") int limit);

  /** By a join: H2 would scan the whole plan for a list of keys. */
  @SqlQuery(
      """
      SELECT copy.* FROM UNNEST(:keys) AS wanted(target_key)
      JOIN file_copy copy
        ON copy.execution_id = :execution AND copy.target_key = wanted.target_key
      """)
  List<FileCopy> byTarget(@Bind("execution") String executionId, @Bind("keys") String[] targetKeys);

  /**
   * The prefixes of the copies, each ending in a slash and the id of the execution that made them,
   * which is another one where they were restored in place.
   */
  @SqlQuery(
      """
      SELECT DISTINCT
        SUBSTRING(c.target_key FROM 1 FOR
          POSITION('/' || COALESCE(e.content_of, e.id) || '/' IN c.target_key) + 27)
      FROM file_copy c JOIN execution e ON e.id = c.execution_id
      WHERE c.execution_id = :execution
        AND POSITION('/' || COALESCE(e.content_of, e.id) || '/' IN c.target_key) > 0
      """)
  List<String> targetFolders(@Bind("execution") String executionId);

  /** Maps a row of {@code file_copy}. */
  class Row implements RowMapper<FileCopy> {
    @Override
    public FileCopy map(ResultSet row, StatementContext context) throws SQLException {
      var copied = row.getObject("copied_at", OffsetDateTime.class);
      return new FileCopy(
          row.getLong("seq"),
          row.getString("file_id"),
          row.getString("source_bucket"),
          new StoredObject(
              row.getString("source_key"),
              row.getLong("size_bytes"),
              row.getString("source_etag"),
              row.getString("source_version"),
              Instant.ofEpochSecond(row.getLong("source_modified"))),
          row.getString("target_key"),
          row.getString("target_etag"),
          copied == null ? null : copied.toInstant());
    }
  }
}
