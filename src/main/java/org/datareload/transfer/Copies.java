package org.datareload.transfer;

import java.util.Iterator;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The plans of executions, for readers. */
public final class Copies {
  private final FileCopySql sql;

  public Copies(Jdbi database) {
    this.sql = database.onDemand(FileCopySql.class);
  }

  /** The copies of an execution behind a place of its plan; 0 for the first. */
  public List<FileCopy> page(String executionId, long after, int limit) {
    return sql.page(executionId, after, limit);
  }

  /** All copies of an execution in the order of its plan, a page in memory at a time. */
  public Iterator<FileCopy> all(String executionId) {
    return new Pages<>(last -> sql.page(executionId, last == null ? 0 : last.seq(), Pages.SIZE));
  }
}
