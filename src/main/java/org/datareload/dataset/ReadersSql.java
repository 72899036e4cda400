package org.datareload.dataset;

import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Asks how a dataset is read now; people may change it while an execution runs. */
public interface ReadersSql {
  @SqlQuery(
      """
      SELECT COUNT(*) > 0 FROM dataset WHERE id = :id AND readers = 'manifest'
      """)
  boolean isReadByManifest(@Bind("id") String datasetId);
}
