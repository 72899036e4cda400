package org.datareload.publication;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.function.Supplier;
import org.datareload.dataset.DatasetGoneException;
import org.datareload.publication.HistorySql.OldFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the rows of files and copies go that nobody needs: those of executions that ended long ago
 * and whose content is neither live nor kept, and those of files that no execution loaded. The
 * executions themselves, their numbers, the counts of files by status and the receipts in the lake
 * stay.
 */
public final class History {
  private static final Logger LOG = LoggerFactory.getLogger(History.class);
  private static final int BATCH = 1_000;

  private final HistorySql sql;
  private final int keepDays;

  /**
   * @param keepDays days after the end of an execution for which the rows of its files stay
   */
  public History(HistorySql sql, int keepDays) {
    this.sql = requireNonNull(sql, "sql is null");
    this.keepDays = keepDays;
  }

  /** Deletes what is too old, in transactions of bounded size. Any process may do it. */
  public void forgetOld() {
    var last = "";
    while (last != null) {
      var executions = sql.ended(keepDays, last);
      executions.forEach(execution -> forget(execution.id()));
      last = executions.isEmpty() ? null : executions.get(executions.size() - 1).id();
    }
    for (var status : List.of("deleted", "superseded")) {
      forget(status, () -> sql.unused(status, keepDays, BATCH));
    }
  }

  private void forget(String executionId) {
    sql.end(executionId);
    int copies = 0;
    for (int some = BATCH; some > 0; copies += some) {
      some = sql.deleteCopies(executionId, BATCH);
    }
    forget("completed", () -> sql.completed(executionId, BATCH));
    sql.ended(executionId);
    if (copies > 0) {
      LOG.info("The list of {} files of execution {} is deleted: it is old", copies, executionId);
    }
  }

  private void forget(String status, Supplier<List<OldFile>> next) {
    for (var files = next.get(); !files.isEmpty(); files = next.get()) {
      files.stream()
          .collect(groupingBy(OldFile::datasetId))
          .forEach((datasetId, some) -> forget(datasetId, status, some));
    }
  }

  private void forget(String datasetId, String status, List<OldFile> files) {
    try {
      sql.forget(datasetId, status, files.stream().map(OldFile::id).toArray(String[]::new));
    } catch (DatasetGoneException gone) {
      LOG.debug("The rows went with their dataset: {}", gone.getMessage());
    }
  }
}
