package org.datareload.dataset;

import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * The lock that every transaction takes first that adds or changes rows of a dataset: so two of
 * them run one after the other, and none adds to a dataset that is being deleted.
 */
public interface DatasetLockSql {
  @SqlQuery(
      """
      SELECT id FROM dataset WHERE id = :id FOR UPDATE
      """)
  Optional<String> lockRow(@Bind("id") String datasetId);

  /**
   * Locks the dataset until the transaction ends.
   *
   * @throws DatasetGoneException where there is no dataset of this id
   */
  default void lockDataset(String datasetId) {
    lockRow(datasetId).orElseThrow(() -> new DatasetGoneException(datasetId));
  }
}
