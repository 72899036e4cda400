package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;

/** The files of datasets as people read them, page by page in the order they landed. */
public final class FilePages {
  private final FilePageSql sql;

  public FilePages(FilePageSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /**
   * The files that come after one of them.
   *
   * @param after the id of the last file of the page before, null for the first page
   */
  public List<LandingFile> page(FileSearch search, String after, int limit) {
    if (search.isHopeless()) {
      return List.of();
    }
    var start = after == null ? "" : after;
    var pattern = search.pattern();
    return search.status() == null
        ? sql.page(search.datasetId(), pattern, start, limit)
        : sql.page(search.datasetId(), search.status().word(), pattern, start, limit);
  }

  /** How many files the search finds; counts rows only where it is for a name. */
  public long count(FileSearch search) {
    if (search.isHopeless()) {
      return 0;
    }
    return search.name().isEmpty()
        ? sql.count(search.datasetId(), search.statuses())
        : sql.countNamed(search.datasetId(), search.statuses(), search.pattern());
  }

  /** Those files of the dataset that have one of the ids, in the order they landed. */
  public List<LandingFile> find(String datasetId, Collection<String> ids) {
    return sql.find(datasetId, ids.toArray(String[]::new));
  }
}
