package org.datareload.landing;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * The statements of {@link Previews}. They hand over row by row, and the comparison is not theirs:
 * a database that misjudges how many rows there are compares each with each.
 */
@RegisterConstructorMapper(PreviewSql.Named.class)
public interface PreviewSql {
  /** A file, or a copy by its key; it replaces, and is replaced by, one of the same name. */
  record Named(String id, String name, long bytes) {}

  /** Rows come in portions only within a transaction. */
  @Transaction
  default <T> T reading(Function<PreviewSql, T> action) {
    return action.apply(this);
  }

  default void selected(String datasetId, Selection selection, Consumer<Named> each) {
    if (selection instanceof Selection.All all) {
      selectedAll(datasetId, SelectionSql.pattern(all), each);
    } else {
      SelectionSql.portions(selection).forEach(ids -> selectedIds(datasetId, ids, each));
    }
  }

  /** A copy's name is the last segment of its key. */
  @FetchSize(1_000)
  @SqlQuery(
      """
      SELECT target_key AS id, REGEXP_REPLACE(target_key, '^([^/]*/)*', '') AS name,
        size_bytes AS bytes
      FROM file_copy WHERE execution_id = :live
      """)
  void live(@Bind("live") String executionId, Consumer<Named> each);

  @FetchSize(1_000)
  @SqlQuery(
      """
      SELECT id, name, size_bytes AS bytes FROM file
      WHERE id = ANY(:ids) AND (dataset_id = :dataset AND status = 'pending') IS TRUE
        AND (deleting_until IS NULL OR deleting_until < CURRENT_TIMESTAMP)
      """)
  void selectedIds(
      @Bind("dataset") String datasetId, @Bind("ids") String[] ids, Consumer<Named> each);

  /** Those that are left out are among them. */
  @FetchSize(1_000)
  @SqlQuery(
      """
      SELECT id, name, size_bytes AS bytes FROM file
      WHERE dataset_id = :dataset AND status = 'pending' AND LOWER(name) LIKE :pattern ESCAPE '!'
        AND (deleting_until IS NULL OR deleting_until < CURRENT_TIMESTAMP)
      """)
  void selectedAll(
      @Bind("dataset") String datasetId, @Bind("pattern") String pattern, Consumer<Named> each);
}
