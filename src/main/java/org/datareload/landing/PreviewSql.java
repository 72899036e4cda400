package org.datareload.landing;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * The statements of {@link Previews}. They stream rows and do not join: a database that misjudges
 * the number of rows would compare each with each.
 */
@RegisterConstructorMapper(PreviewSql.Named.class)
public interface PreviewSql {
  /**
   * A pending file, or a live copy.
   *
   * @param id the file's id, or the copy's key
   * @param bytes size
   */
  record Named(String id, String name, long bytes) {}

  /** Runs the queries in one transaction: PostgreSQL streams rows only within one. */
  @Transaction
  default <T> T inTransaction(Function<PreviewSql, T> action) {
    return action.apply(this);
  }

  /** Includes the files that the selection excepts. */
  default void selected(String datasetId, Selection selection, Consumer<Named> each) {
    if (selection instanceof Selection.All all) {
      selectedAll(datasetId, SelectionSql.pattern(all), each);
    } else {
      SelectionSql.batches(selection).forEach(ids -> selectedIds(datasetId, ids, each));
    }
  }

  /** A copy's name is its path below the folder of its execution, the sixth one. */
  @FetchSize(1_000)
  @SqlQuery(
      """
      SELECT target_key AS id, REGEXP_REPLACE(target_key, '^([^/]*/){6}', '') AS name,
        size_bytes AS bytes
      FROM file_copy WHERE execution_id = :live
      """)
  void live(@Bind("live") String executionId, Consumer<Named> each);

  @FetchSize(1_000)
  @SqlQuery("SELECT id, name, size_bytes AS bytes FROM file" + SelectionSql.BY_ID)
  void selectedIds(
      @Bind("dataset") String datasetId, @Bind("ids") String[] ids, Consumer<Named> each);

  @FetchSize(1_000)
  @SqlQuery("SELECT id, name, size_bytes AS bytes FROM file" + SelectionSql.BY_NAME)
  void selectedAll(
      @Bind("dataset") String datasetId, @Bind("pattern") String pattern, Consumer<Named> each);
}
