package org.datareload.dataset;

import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * What every transaction that changes files of a dataset does: first it locks the dataset's row, so
 * that two of them never wait for each other, and it keeps the counts by status exact.
 */
public interface FileCountSql {
  @SqlQuery(
      """
      SELECT id FROM dataset WHERE id = :id FOR UPDATE
      """)
  Optional<String> lockRow(@Bind("id") String datasetId);

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

  /** Locks the dataset until the transaction ends. */
  default void lockDataset(String datasetId) {
    lockRow(datasetId).orElseThrow(() -> new IllegalStateException("No dataset " + datasetId));
  }

  /** Adds to the count of one status; negative numbers take away. */
  default void count(String datasetId, String status, long files, long bytes) {
    if (addToCount(datasetId, status, files, bytes) != 1) {
      throw new IllegalStateException("Dataset " + datasetId + " has no count of " + status);
    }
  }
}
