package org.datareload.landing;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.LikePattern;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Counts and takes the pending files that a selection means. The caller holds the dataset's row.
 */
@RegisterConstructorMapper(FileCount.class)
public interface SelectionSql {
  int PORTION = 250;

  /** How many files the caller believes the selection to hold. */
  static long expected(Selection selection) {
    return selection instanceof Selection.All all
        ? all.expected()
        : ((Selection.Ids) selection).ids().size();
  }

  default FileCount tally(String datasetId, Selection selection) {
    if (selection instanceof Selection.All all) {
      return tallyAll(datasetId, pattern(all), array(all.except()));
    }
    var files = 0L;
    var bytes = 0L;
    for (var ids : portions(selection)) {
      var found = tallyIds(datasetId, ids);
      files += found.files();
      bytes += found.bytes();
    }
    return new FileCount(files, bytes);
  }

  default void claim(String datasetId, Selection selection, String executionId, long wanted) {
    var claimed =
        selection instanceof Selection.All all
            ? claimAll(datasetId, executionId, pattern(all), array(all.except()))
            : portions(selection).stream()
                .mapToInt(ids -> claimIds(datasetId, executionId, ids))
                .sum();
    if (claimed != wanted) {
      throw new IllegalStateException(claimed + " files claimed, not " + wanted);
    }
  }

  /** Marks the files for a deletion, for so long that no execution takes them. */
  default int mark(String datasetId, Selection selection, String deletionId) {
    return selection instanceof Selection.All all
        ? markAll(datasetId, deletionId, pattern(all), array(all.except()))
        : portions(selection).stream().mapToInt(ids -> markIds(datasetId, deletionId, ids)).sum();
  }

  static String pattern(Selection.All all) {
    return all.nameContains() == null
        ? "%"
        : LikePattern.contains(all.nameContains().toLowerCase(Locale.ROOT));
  }

  /**
   * The ids, a few at a time: H2 compares each row that it finds with all that it is given. IS TRUE
   * beside them keeps both databases from an index by which they would read all pending files.
   */
  static List<String[]> portions(Selection selection) {
    var ids = ((Selection.Ids) selection).ids();
    return IntStream.range(0, (ids.size() + PORTION - 1) / PORTION)
        .mapToObj(n -> ids.subList(n * PORTION, Math.min(ids.size(), (n + 1) * PORTION)))
        .map(SelectionSql::array)
        .toList();
  }

  static String[] array(List<String> ids) {
    return ids.toArray(String[]::new);
  }

  @SqlQuery(
      """
      SELECT COUNT(*) AS files, COALESCE(SUM(size_bytes), 0) AS bytes FROM file
      WHERE id = ANY(:ids) AND (dataset_id = :dataset AND status = 'pending') IS TRUE
        AND (deleting_until IS NULL OR deleting_until < CURRENT_TIMESTAMP)
      """)
  FileCount tallyIds(@Bind("dataset") String datasetId, @Bind("ids") String[] ids);

  @SqlQuery(
      """
      SELECT COUNT(*) AS files, COALESCE(SUM(size_bytes), 0) AS bytes FROM file
      WHERE dataset_id = :dataset AND status = 'pending'
        AND LOWER(name) LIKE :pattern ESCAPE '!' AND NOT (id = ANY(:except))
        AND (deleting_until IS NULL OR deleting_until < CURRENT_TIMESTAMP)
      """)
  FileCount tallyAll(
      @Bind("dataset") String datasetId,
      @Bind("pattern") String pattern,
      @Bind("except") String[] except);

  @SqlUpdate(
      """
      UPDATE file SET status = 'processing', execution_id = :execution, reason = NULL
      WHERE id = ANY(:ids) AND (dataset_id = :dataset AND status = 'pending') IS TRUE
        AND (deleting_until IS NULL OR deleting_until < CURRENT_TIMESTAMP)
      """)
  int claimIds(
      @Bind("dataset") String datasetId,
      @Bind("execution") String executionId,
      @Bind("ids") String[] ids);

  @SqlUpdate(
      """
      UPDATE file SET status = 'processing', execution_id = :execution, reason = NULL
      WHERE dataset_id = :dataset AND status = 'pending'
        AND LOWER(name) LIKE :pattern ESCAPE '!' AND NOT (id = ANY(:except))
        AND (deleting_until IS NULL OR deleting_until < CURRENT_TIMESTAMP)
      """)
  int claimAll(
      @Bind("dataset") String datasetId,
      @Bind("execution") String executionId,
      @Bind("pattern") String pattern,
      @Bind("except") String[] except);

  @SqlUpdate(
      """
      UPDATE file SET deletion = :deletion,
        deleting_until = CURRENT_TIMESTAMP + INTERVAL '15' MINUTE
      WHERE id = ANY(:ids) AND (dataset_id = :dataset AND status = 'pending') IS TRUE
        AND (deleting_until IS NULL OR deleting_until < CURRENT_TIMESTAMP)
      """)
  int markIds(
      @Bind("dataset") String datasetId,
      @Bind("deletion") String deletionId,
      @Bind("ids") String[] ids);

  @SqlUpdate(
      """
      UPDATE file SET deletion = :deletion,
        deleting_until = CURRENT_TIMESTAMP + INTERVAL '15' MINUTE
      WHERE dataset_id = :dataset AND status = 'pending'
        AND (deleting_until IS NULL OR deleting_until < CURRENT_TIMESTAMP)
        AND LOWER(name) LIKE :pattern ESCAPE '!' AND NOT (id = ANY(:except))
      """)
  int markAll(
      @Bind("dataset") String datasetId,
      @Bind("deletion") String deletionId,
      @Bind("pattern") String pattern,
      @Bind("except") String[] except);
}
