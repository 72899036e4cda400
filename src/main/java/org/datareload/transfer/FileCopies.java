package org.datareload.transfer;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;

/** The plans of executions, for readers. */
public final class FileCopies {
  private final FileCopySql sql;

  public FileCopies(FileCopySql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /** The copies of an execution behind a place of its plan; 0 for the first. */
  public List<FileCopy> page(String executionId, long after, int limit) {
    return sql.page(executionId, after, limit);
  }

  /** All copies of an execution in the order of its plan, a page in memory at a time. */
  public Iterator<FileCopy> all(String executionId) {
    return PagedIterator.rows(sql.pages(executionId));
  }
}
