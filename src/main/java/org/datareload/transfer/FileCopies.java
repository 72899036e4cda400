package org.datareload.transfer;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;

/** Reads the copies of executions. */
public final class FileCopies {
  private final FileCopySql sql;

  public FileCopies(FileCopySql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /** Whether the copies of an execution can be read; those of old executions are deleted. */
  public boolean areKept(String executionId) {
    return sql.areKept(executionId);
  }

  /** The copies of an execution after a place in its plan; 0 for the first page. */
  public List<FileCopy> page(String executionId, long after, int limit) {
    return sql.page(executionId, after, limit);
  }

  /** All copies of an execution in the order of its plan, one page in memory at a time. */
  public Iterator<FileCopy> all(String executionId) {
    return PagedIterator.rows(FileCopySql.pages(sql, executionId));
  }
}
