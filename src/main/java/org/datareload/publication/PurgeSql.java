package org.datareload.publication;

import java.util.List;
import java.util.Locale;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.FileCountSql;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements of {@link Purges}. */
@RegisterConstructorMapper(PurgeSql.Open.class)
public interface PurgeSql extends FileCountSql {
  /** Deletes all rows of a dataset, or tells why not. */
  @Transaction
  default String delete(Dataset dataset, boolean all) {
    var id = dataset.id();
    lockDataset(id);
    if (running(id) > 0) {
      return "an execution is running";
    }
    if (!all && pending(id) > 0) {
      return "files are pending";
    }
    if (!all && live(id) > 0) {
      return "content is live";
    }
    open(folded(dataset.name()), dataset.name().domain(), dataset.name().name());
    deleteCopies(id);
    deleteMails(id);
    deleteUploads(id);
    deleteProblems(id);
    deleteFiles(id);
    deleteExecutions(id);
    deleteCounts(id);
    deleteDataset(id);
    return null;
  }

  static String folded(DatasetName name) {
    return name.toString().toLowerCase(Locale.ROOT);
  }

  @SqlQuery("SELECT COUNT(*) FROM execution WHERE active_dataset = :id")
  long running(@Bind("id") String datasetId);

  @SqlQuery("SELECT COUNT(*) FROM file WHERE dataset_id = :id AND status = 'pending'")
  long pending(@Bind("id") String datasetId);

  @SqlQuery("SELECT COUNT(*) FROM dataset WHERE id = :id AND live_execution IS NOT NULL")
  long live(@Bind("id") String datasetId);

  @SqlUpdate("INSERT INTO purge (folded_name, domain, name) VALUES (:folded, :domain, :name)")
  void open(
      @Bind("folded") String folded, @Bind("domain") String domain, @Bind("name") String name);

  @SqlQuery("SELECT domain, name FROM purge ORDER BY created_at")
  List<Open> open();

  @SqlUpdate("DELETE FROM purge WHERE folded_name = :folded")
  void close(@Bind("folded") String folded);

  @SqlUpdate(
      """
      DELETE FROM file_copy WHERE execution_id IN
        (SELECT id FROM execution WHERE dataset_id = :id)
      """)
  void deleteCopies(@Bind("id") String datasetId);

  @SqlUpdate("DELETE FROM mail WHERE dataset_id = :id")
  void deleteMails(@Bind("id") String datasetId);

  @SqlUpdate("DELETE FROM upload WHERE dataset_id = :id")
  void deleteUploads(@Bind("id") String datasetId);

  @SqlUpdate("DELETE FROM landing_problem WHERE dataset_id = :id")
  void deleteProblems(@Bind("id") String datasetId);

  @SqlUpdate("DELETE FROM file WHERE dataset_id = :id")
  void deleteFiles(@Bind("id") String datasetId);

  @SqlUpdate("DELETE FROM execution WHERE dataset_id = :id")
  void deleteExecutions(@Bind("id") String datasetId);

  @SqlUpdate("DELETE FROM file_count WHERE dataset_id = :id")
  void deleteCounts(@Bind("id") String datasetId);

  @SqlUpdate("DELETE FROM dataset WHERE id = :id")
  void deleteDataset(@Bind("id") String datasetId);

  /** A name whose objects still go. */
  record Open(String domain, String name) {}
}
