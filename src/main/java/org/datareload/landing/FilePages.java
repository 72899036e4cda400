package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;

/** Pages of the files of a dataset, in the order in which they landed. */
public final class FilePages {
  private final FilePageSql sql;

  public FilePages(FilePageSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /**
   * One page of files.
   *
   * @param after id of the last file of the previous page, or null for the first page
   */
  public List<LandingFile> page(FileSearch search, String after, int limit) {
    if (search.matchesNothing()) {
      return List.of();
    }
    var start = after == null ? "" : after;
    var pattern = search.pattern();
    return search.status() == null
        ? sql.page(search.datasetId(), pattern, start, limit)
        : sql.page(search.datasetId(), search.status().word(), pattern, start, limit);
  }

  /** Number of rows found. Reads the maintained counts unless the search is by name. */
  public long count(FileSearch search) {
    if (search.matchesNothing()) {
      return 0;
    }
    return search.name().isEmpty()
        ? sql.count(search.datasetId(), search.statuses())
        : sql.countNamed(search.datasetId(), search.statuses(), search.pattern());
  }

  /** The files of the dataset with these ids, in the order in which they landed. */
  public List<LandingFile> find(String datasetId, Collection<String> ids) {
    return sql.find(datasetId, ids.toArray(String[]::new));
  }
}
