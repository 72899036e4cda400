package org.datareload.dataset;

import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Counts files by status, in the transactions that change files. */
public interface FileCountSql extends DatasetLockSql {
  @SqlUpdate(
      """
      UPDATE file_count SET files = files + :files, bytes = bytes + :bytes
      WHERE dataset_id = :id AND status = :status
      """)
  int addToCount(
      @Bind("id") String datasetId,
      @Bind("status") String status,
      @Bind("files") long files,
      @Bind("bytes") long bytes);

  /** Adds to the counter of one status; negative numbers subtract. */
  default void count(String datasetId, String status, long files, long bytes) {
    if (addToCount(datasetId, status, files, bytes) != 1) {
      throw new IllegalStateException(
          "Dataset " + datasetId + " has no counter for status " + status);
    }
  }
}
