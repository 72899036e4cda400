package org.datareload.execution;

import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.FileCountSql;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * The base of every transaction of a run: it locks the execution's row first, by the status and the
 * fence of the run, and changes nothing where the row differs.
 */
public interface RunSql extends ExecutionSql, FileCountSql {
  /** Locks the execution's row, or ends the transaction where another process has claimed it. */
  default void hold(Run run, Status status) {
    if (lock(run.id(), run.fence(), status.name()).isEmpty()) {
      throw lost(run, "it is no longer " + status + " under fence " + run.fence());
    }
  }

  /**
   * Checks before a step that changes the store that the execution is in one of the statuses under
   * the run's fence, so that a step that a route calls at the wrong time does nothing.
   */
  default void require(Run run, Status... statuses) {
    var names = Stream.of(statuses).map(Status::name).toArray(String[]::new);
    if (!isIn(run.id(), run.fence(), names)) {
      throw lost(run, "it is not " + String.join(" or ", names) + " under fence " + run.fence());
    }
  }

  @SqlQuery(
      """
      SELECT COUNT(*) > 0 FROM execution
      WHERE id = :id AND fence = :fence AND status = ANY(:statuses)
      """)
  boolean isIn(
      @Bind("id") String id, @Bind("fence") long fence, @Bind("statuses") String[] statuses);

  /** Moves the execution from one status to the next, or ends the transaction. */
  default void move(Run run, Status from, Status to) {
    if (!from.next().contains(to)) {
      throw new IllegalStateException("there is no transition from " + from + " to " + to);
    }
    if (update(run.id(), run.fence(), from.name(), to.name()) != 1) {
      throw lost(run, "it is no longer " + from + " under fence " + run.fence());
    }
  }

  /**
   * Ends the execution: frees the dataset's lock and the lease, and puts the mail into the outbox.
   */
  default void end(Run run, Status from, Status to) {
    move(run, from, to);
    unlock(run.id());
    insertMail(UlidCreator.getMonotonicUlid().toString(), run.id(), run.dataset().id(), to.shown());
  }

  /**
   * Moves files from one status count of the dataset to another; the caller holds the dataset's
   * row.
   */
  default void recount(String datasetId, String from, String to, FileCount moved) {
    count(datasetId, from, -moved.files(), -moved.bytes());
    count(datasetId, to, moved.files(), moved.bytes());
  }

  private static ExecutionLostException lost(Run run, String why) {
    return new ExecutionLostException("execution " + run.id() + " was lost: " + why);
  }

  /**
   * Makes another object at the key the trigger file of an execution whose plan is not frozen: its
   * plan is made anew. Changes nothing where that object has an execution already.
   */
  @SqlUpdate(
      """
      UPDATE execution
      SET trigger_identity = :identity, dropped_at = :droppedAt, started_at = NULL
      WHERE id = :id AND trigger_key = :key AND status = 'ACCEPTED'
        AND NOT EXISTS (
          SELECT 1 FROM execution other
          WHERE other.trigger_key = :key AND other.trigger_identity = :identity
            AND other.trigger_released = '')
      """)
  int writtenAgain(
      @Bind("id") String id,
      @Bind("key") String key,
      @Bind("identity") String identity,
      @Bind("droppedAt") Instant droppedAt);

  /**
   * Records anew how many objects should be gone that the store refuses to delete.
   *
   * @param sentence which they are, or null
   */
  @Transaction
  default void refused(Run run, long objects, String sentence) {
    hold(run, run.status());
    refused(run.id(), objects, sentence);
  }

  @SqlUpdate("UPDATE execution SET not_removed = :objects, refused = :sentence WHERE id = :id")
  void refused(
      @Bind("id") String id, @Bind("objects") long objects, @Bind("sentence") String sentence);

  /** The same for more of them, beside those that are recorded. */
  @Transaction
  default void addRefused(Run run, long objects, String sentence) {
    hold(run, run.status());
    addRefused(run.id(), objects, sentence);
  }

  @SqlUpdate("UPDATE execution SET note = SUBSTRING(:note FROM 1 FOR 2000) WHERE id = :id")
  void note(@Bind("id") String id, @Bind("note") String note);

  @SqlUpdate(
      """
      UPDATE execution
      SET not_removed = not_removed + :objects,
          refused = SUBSTRING(
            NULLIF(CONCAT_WS('. ', refused, CAST(:sentence AS VARCHAR)), '') FROM 1 FOR 2000)
      WHERE id = :id
      """)
  void addRefused(
      @Bind("id") String id, @Bind("objects") long objects, @Bind("sentence") String sentence);

  @SqlQuery(
      """
      SELECT id FROM execution WHERE id = :id AND fence = :fence AND status = :status FOR UPDATE
      """)
  Optional<String> lock(
      @Bind("id") String id, @Bind("fence") long fence, @Bind("status") String status);

  @SqlUpdate(
      """
      UPDATE execution SET status = :to WHERE id = :id AND fence = :fence AND status = :from
      """)
  int update(
      @Bind("id") String id,
      @Bind("fence") long fence,
      @Bind("from") String from,
      @Bind("to") String to);

  @SqlUpdate(
      """
      UPDATE execution
      SET active_dataset = NULL, owner = NULL, lease_until = NULL, finished_at = CURRENT_TIMESTAMP
      WHERE id = :id
      """)
  void unlock(@Bind("id") String id);

  @SqlUpdate(
      """
      INSERT INTO mail (id, execution_id, dataset_id, kind, status)
      VALUES (:id, :execution, :dataset, :kind, 'new')
      """)
  void insertMail(
      @Bind("id") String id,
      @Bind("execution") String executionId,
      @Bind("dataset") String datasetId,
      @Bind("kind") String kind);
}
