package org.datareload.publication;

import org.datareload.dataset.ReadersSql;
import org.datareload.execution.Run;
import org.datareload.execution.RunSql;
import org.datareload.execution.Status;
import org.datareload.transfer.FileCopySql;
import org.datareload.transfer.RetiredSql;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The transactions that make content live and record how far the replaced content is retired. */
public interface PublicationSql extends RunSql, ReadersSql, FileCopySql, RetiredSql {
  /**
   * Makes the run's copies the content of the dataset.
   *
   * @param versions whether the lake keeps the bytes of deleted objects
   */
  @Transaction
  default void commit(Run run, long generation, boolean versions) {
    lockDataset(run.dataset().id());
    move(run, Status.PLANNED, Status.COMMITTED);
    committed(run.id(), generation);
    retired(run.id(), versions);
    if (isRestoredInPlace(run.id()) && takeOver(run.id()) != 1) {
      throw new IllegalStateException(
          "the content that execution " + run.id() + " restores in place is being deleted");
    }
    if (live(run.dataset().id(), run.id(), generation) != 1) {
      throw new IllegalStateException(
          "generation " + generation + " of " + run.dataset().name() + " is not the next one");
    }
  }

  @Transaction
  default void published(Run run) {
    move(run, Status.COMMITTED, Status.PUBLISHED);
  }

  /**
   * Records how far the replaced content is retired.
   *
   * @param refused how many objects since the last place the store refuses to delete
   */
  @Transaction
  default void retiredUpTo(Run run, String replaced, long seq, long refused) {
    hold(run, run.status());
    retiredUpTo(replaced, seq);
    addRefused(run.id(), refused, null);
  }

  @SqlUpdate(
      """
      UPDATE execution
      SET committed_at = CURRENT_TIMESTAMP, generation = :generation,
          replaces = (
            SELECT d.live_execution FROM dataset d
            WHERE d.id = execution.dataset_id AND d.live_execution <> execution.id)
      WHERE id = :id
      """)
  void committed(@Bind("id") String id, @Bind("generation") long generation);

  @SqlUpdate(
      """
      UPDATE execution
      SET retired_by = :id, retired_up_to = 0,
          retired_to = (
            SELECT CASE WHEN d.replaced = 'delete' THEN 'deleted'
                        WHEN d.replaced = 'keep' THEN 'kept'
                        WHEN :versions THEN 'versions'
                        ELSE 'trash' END
            FROM dataset d WHERE d.id = execution.dataset_id)
      WHERE id = (SELECT e.replaces FROM execution e WHERE e.id = :id)
      """)
  void retired(@Bind("id") String id, @Bind("versions") boolean versions);

  /** Content that is restored in place is that of the new execution alone. */
  @SqlUpdate(
      """
      UPDATE execution SET trash_emptied_at = CURRENT_TIMESTAMP
      WHERE trash_emptied_at IS NULL AND NOT emptying
        AND id = (
          SELECT e.restores FROM execution e WHERE e.id = :id AND e.content_of IS NOT NULL)
      """)
  int takeOver(@Bind("id") String id);

  /** Lets content go into the trash that was to stay below delete markers. */
  @Transaction
  default void retireToTrash(Run run, String replaced) {
    hold(run, run.status());
    if (retireToTrash(replaced) != 1) {
      throw new IllegalStateException(
          "the content of execution " + replaced + " is being restored; it is retired later");
    }
  }

  @SqlUpdate(
      """
      UPDATE execution SET retired_to = 'trash', retired_up_to = 0
      WHERE id = :id AND retired_to = 'versions' AND trash_emptied_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM execution restoring
        WHERE restoring.restores = :id AND restoring.active_dataset IS NOT NULL)
      """)
  int retireToTrash(@Bind("id") String executionId);

  /** Whether the run's content is live. */
  @SqlQuery("SELECT COUNT(*) > 0 FROM dataset WHERE live_execution = :id")
  boolean isLive(@Bind("id") String executionId);

  @SqlUpdate(
      """
      UPDATE dataset SET live_execution = :execution, generation = :generation
      WHERE id = :id AND generation < :generation
      """)
  int live(
      @Bind("id") String datasetId,
      @Bind("execution") String executionId,
      @Bind("generation") long generation);

  @SqlUpdate("UPDATE execution SET retired_up_to = :seq WHERE id = :id AND retired_up_to < :seq")
  void retiredUpTo(@Bind("id") String executionId, @Bind("seq") long seq);
}
