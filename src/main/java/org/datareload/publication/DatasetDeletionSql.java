package org.datareload.publication;

import java.util.List;
import java.util.Locale;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.FileCountSql;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements of {@link DatasetDeletions}. */
@RegisterConstructorMapper(DatasetDeletionSql.Open.class)
public interface DatasetDeletionSql extends FileCountSql {
  /** Deletes all rows of a dataset; returns null, or why not. */
  @Transaction
  default String delete(Dataset dataset, boolean all) {
    var id = dataset.id();
    lockDataset(id);
    if (running(id) > 0) {
      return "an execution is running";
    }
    if (cleanups(id).contains(true)) {
      return "clean-up behind an execution is under way; try again in a minute";
    }
    if (!all && pending(id) > 0) {
      return "files are pending";
    }
    if (!all && live(id) > 0) {
      return "content is live";
    }
    insert(Open.of(dataset));
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

  @SqlQuery("SELECT COUNT(*) FROM execution WHERE active_dataset = :id")
  long running(@Bind("id") String datasetId);

  /**
   * For each clean-up that is due, whether a process is working on it, whose copies into the trash
   * would outlive the deletion. Waits for a process that is claiming it.
   */
  @SqlQuery(
      """
      SELECT CASE WHEN lease_until > CURRENT_TIMESTAMP THEN TRUE ELSE FALSE END
      FROM execution WHERE dataset_id = :id AND cleanup_at IS NOT NULL
      FOR UPDATE
      """)
  List<Boolean> cleanups(@Bind("id") String datasetId);

  @SqlQuery("SELECT COUNT(*) FROM file WHERE dataset_id = :id AND status = 'pending'")
  long pending(@Bind("id") String datasetId);

  @SqlQuery("SELECT COUNT(*) FROM dataset WHERE id = :id AND live_execution IS NOT NULL")
  long live(@Bind("id") String datasetId);

  @SqlUpdate(
      """
      INSERT INTO purge (folded_name, domain, name, dataset_id)
      VALUES (:folded, :domain, :name, :datasetId)
      """)
  void insert(@BindMethods Open purge);

  @SqlQuery("SELECT folded_name AS folded, domain, name, dataset_id FROM purge ORDER BY created_at")
  List<Open> open();

  @SqlQuery("SELECT COUNT(*) FROM purge WHERE folded_name = :folded AND dataset_id = :datasetId")
  int count(@BindMethods Open purge);

  @SqlUpdate("DELETE FROM purge WHERE folded_name = :folded AND dataset_id = :datasetId")
  void close(@BindMethods Open purge);

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

  /**
   * A deleted dataset whose objects are being deleted.
   *
   * @param datasetId distinguishes it from a later one of the same name; empty where an earlier
   *     release deleted it
   */
  record Open(String folded, String domain, String name, String datasetId) {
    static Open of(Dataset gone) {
      var name = gone.name();
      return new Open(
          name.toString().toLowerCase(Locale.ROOT), name.domain(), name.name(), gone.id());
    }

    String prefix() {
      return new DatasetName(domain, name).prefix();
    }
  }
}
