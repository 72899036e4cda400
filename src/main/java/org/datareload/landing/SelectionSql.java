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

/** Counts, claims and marks the selected pending files. The caller holds the dataset's lock. */
@RegisterConstructorMapper(FileCount.class)
public interface SelectionSql {
  int BATCH = 250;

  /**
   * The pending files with one of the ids. IS TRUE keeps both databases from an index by which they
   * would read all pending files.
   */
  String BY_ID =
      """
       WHERE id = ANY(:ids) AND (dataset_id = :dataset AND status = 'pending') IS TRUE
        AND (deleting_until IS NULL OR deleting_until < CURRENT_TIMESTAMP)
      """;

  /** The pending files whose names match the pattern. */
  String BY_NAME =
      """
       WHERE dataset_id = :dataset AND status = 'pending' AND LOWER(name) LIKE :pattern ESCAPE '!'
        AND (deleting_until IS NULL OR deleting_until < CURRENT_TIMESTAMP)
      """;

  String EXCEPT = " AND NOT (id = ANY(:except))";
  String TALLY = "SELECT COUNT(*) AS files, COALESCE(SUM(size_bytes), 0) AS bytes FROM file";
  String CLAIM = "UPDATE file SET status = 'processing', execution_id = :execution, reason = NULL";
  String MARK =
      """
      UPDATE file SET deletion = :deletion,
        deleting_until = CURRENT_TIMESTAMP + INTERVAL '15' MINUTE
      """;

  /** How many files the user expects the selection to have. */
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
    for (var ids : batches(selection)) {
      var found = tallyIds(datasetId, ids);
      files += found.files();
      bytes += found.bytes();
    }
    return new FileCount(files, bytes);
  }

  /** Claims the files for an execution; fails unless they are as many as were counted. */
  default void claim(String datasetId, Selection selection, String executionId, long counted) {
    var claimed =
        selection instanceof Selection.All all
            ? claimAll(datasetId, executionId, pattern(all), array(all.except()))
            : batches(selection).stream()
                .mapToInt(ids -> claimIds(datasetId, executionId, ids))
                .sum();
    if (claimed != counted) {
      throw new IllegalStateException(claimed + " files claimed, but " + counted + " counted");
    }
  }

  /** Marks the files for a deletion: for 15 minutes no execution claims them. */
  default void mark(String datasetId, Selection selection, String deletionId) {
    if (selection instanceof Selection.All all) {
      markAll(datasetId, deletionId, pattern(all), array(all.except()));
    } else {
      batches(selection).forEach(ids -> markIds(datasetId, deletionId, ids));
    }
  }

  static String pattern(Selection.All all) {
    return all.nameContains() == null
        ? "%"
        : LikePattern.contains(all.nameContains().toLowerCase(Locale.ROOT));
  }

  /** The ids in small batches: H2 compares each row that it finds with all of a batch. */
  static List<String[]> batches(Selection selection) {
    var ids = ((Selection.Ids) selection).ids();
    return IntStream.range(0, (ids.size() + BATCH - 1) / BATCH)
        .mapToObj(n -> ids.subList(n * BATCH, Math.min(ids.size(), (n + 1) * BATCH)))
        .map(SelectionSql::array)
        .toList();
  }

  static String[] array(List<String> ids) {
    return ids.toArray(String[]::new);
  }

  @SqlQuery(TALLY + BY_ID)
  FileCount tallyIds(@Bind("dataset") String datasetId, @Bind("ids") String[] ids);

  @SqlQuery(TALLY + BY_NAME + EXCEPT)
  FileCount tallyAll(
      @Bind("dataset") String datasetId,
      @Bind("pattern") String pattern,
      @Bind("except") String[] except);

  @SqlUpdate(CLAIM + BY_ID)
  int claimIds(
      @Bind("dataset") String datasetId,
      @Bind("execution") String executionId,
      @Bind("ids") String[] ids);

  @SqlUpdate(CLAIM + BY_NAME + EXCEPT)
  int claimAll(
      @Bind("dataset") String datasetId,
      @Bind("execution") String executionId,
      @Bind("pattern") String pattern,
      @Bind("except") String[] except);

  @SqlUpdate(MARK + BY_ID)
  void markIds(
      @Bind("dataset") String datasetId,
      @Bind("deletion") String deletionId,
      @Bind("ids") String[] ids);

  @SqlUpdate(MARK + BY_NAME + EXCEPT)
  void markAll(
      @Bind("dataset") String datasetId,
      @Bind("deletion") String deletionId,
      @Bind("pattern") String pattern,
      @Bind("except") String[] except);
}
