package org.datareload.execution;

import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.datareload.execution.Acceptance.Accepted;
import org.datareload.execution.Acceptance.Busy;
import org.datareload.execution.Acceptance.Duplicate;
import org.datareload.execution.Acceptance.Rejected;
import org.datareload.execution.Acceptance.Reused;
import org.datareload.execution.Acceptance.SelectionChanged;
import org.datareload.execution.Acceptance.Waiting;
import org.datareload.execution.ExecutionRequest.FolderTrigger;
import org.datareload.execution.ExecutionRequest.Idempotency;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.landing.SelectionSql;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * The one short transaction that decides on a trigger. It locks the dataset's row, so triggers of
 * one dataset are decided one after the other; the UNIQUE column {@code active_dataset} is the lock
 * that no fault here can break.
 */
public interface AcceptanceSql extends RunSql {
  @CreateSqlObject
  SelectionSql selection();

  @Transaction
  default Acceptance accept(ExecutionRequest request) {
    lockDataset(request.datasetId());
    var earlier = earlier(request.idempotency());
    if (earlier.isPresent()) {
      return earlier.get();
    }
    if (request.trigger() instanceof FolderTrigger file) {
      var executed = executed(file.key(), file.identity(), file.observedAt());
      if (executed.isPresent()) {
        return new Duplicate(executed.get());
      }
    }
    var id = UlidCreator.getMonotonicUlid().toString();
    var running = active(request.datasetId());
    if (request.trigger() instanceof FolderTrigger file) {
      return running.isPresent()
          ? whileRunning(id, request, file, running.get())
          : acceptFolder(id, request, file);
    }
    if (running.isPresent()) {
      return new Busy(running.get().id());
    }
    if (request.trigger() instanceof SelectionTrigger selected) {
      return acceptSelection(id, request, selected);
    }
    insert(NewRow.accepted(id, request));
    return new Accepted(find(id).orElseThrow());
  }

  private Acceptance acceptSelection(
      String id, ExecutionRequest request, SelectionTrigger selected) {
    var datasetId = request.datasetId();
    var found = selection().tally(datasetId, selected.files());
    var expected = SelectionSql.expected(selected.files());
    if (found.files() != expected || expected == 0) {
      return new SelectionChanged(expected, found.files());
    }
    insert(NewRow.accepted(id, request));
    selection().claim(datasetId, selected.files(), id, found.files());
    recount(datasetId, "pending", "processing", found);
    return new Accepted(find(id).orElseThrow());
  }

  /** The decision on an earlier request with the same key within a day, or empty. */
  default Optional<Acceptance> earlier(Idempotency idempotency) {
    if (idempotency == null) {
      return Optional.empty();
    }
    return answered(idempotency.id())
        .map(
            answered ->
                answered.request().equals(idempotency.content())
                    ? new Accepted(find(answered.id()).orElseThrow())
                    : new Reused(answered.id()));
  }

  /**
   * Content never goes back in time, except where a person decides it, and no drop is accepted
   * before an earlier one that waits, which would be rejected then.
   */
  private Acceptance acceptFolder(String id, ExecutionRequest request, FolderTrigger file) {
    stopWaiting(file.key());
    var newer = newerLive(request.datasetId(), file.droppedAt(), file.uploadDate());
    if (newer.isPresent()) {
      return reject(
          NewRow.rejected(
              id,
              request,
              "older_than_live",
              "older than the live content: this trigger file was dropped at "
                  + file.droppedAt()
                  + ", and the content of execution "
                  + newer.get()
                  + " was dropped later; the files stay pending: process them to load them all the"
                  + " same, or delete them"));
    }
    var earlier = earlierWaiting(request.datasetId(), file.droppedAt());
    if (earlier.isPresent()) {
      await(request.datasetId(), file);
      return new Waiting("the earlier trigger file " + earlier.get());
    }
    insert(NewRow.accepted(id, request));
    return new Accepted(find(id).orElseThrow());
  }

  /**
   * A trigger file that is written again before its folder is planned is the running execution's.
   * What was dropped before the running execution was accepted has only been found late: it waits.
   * A drop into the folder that is being loaded is rejected and waits as well, since nobody can
   * tell which of its files the running execution has planned. One that waits and is written again
   * goes on waiting. Any other drop is rejected.
   */
  private Acceptance whileRunning(
      String id, ExecutionRequest request, FolderTrigger file, Execution running) {
    var end = new Waiting("execution " + running.id() + " to end");
    if (isWaiting(file.key(), file.identity())) {
      return end;
    }
    if (writtenAgain(running.id(), file.key(), file.identity(), file.droppedAt()) == 1) {
      return new Duplicate(running.id());
    }
    var isSameFolder = running.triggerKey() != null && file.overlaps(running.triggerKey());
    // Ages, since the clocks of store and database may differ; some listings show whole seconds.
    var runs = Duration.between(running.acceptedAt(), file.observedAt());
    if (file.age().minusSeconds(1).compareTo(runs) > 0 || !isSameFolder && isWaiting(file.key())) {
      await(request.datasetId(), file);
      return end;
    }
    if (isSameFolder) {
      await(request.datasetId(), file);
    }
    var rejected =
        reject(
            NewRow.rejected(
                id,
                request,
                "busy",
                "execution "
                    + running.id()
                    + (isSameFolder
                        ? " is still loading this folder; the trigger file is taken up by itself"
                            + " when that execution is over"
                        : " of this dataset is still running; the files stay pending: write the"
                            + " trigger file again, or process the files when that execution has"
                            + " finished")));
    if (isSameFolder) {
      releaseTrigger(id);
    }
    return rejected;
  }

  private Acceptance reject(NewRow row) {
    insert(row);
    insertMail(UlidCreator.getMonotonicUlid().toString(), row.id(), row.datasetId(), "rejected");
    return new Rejected(find(row.id()).orElseThrow());
  }

  private void await(String datasetId, FolderTrigger file) {
    stopWaiting(file.key());
    insertWaiting(datasetId, file.key(), file.identity(), file.droppedAt());
  }

  @SqlQuery(
      """
      SELECT COUNT(*) > 0 FROM waiting_trigger WHERE object_key = :key AND identity = :identity
      """)
  boolean isWaiting(@Bind("key") String key, @Bind("identity") String identity);

  @SqlQuery("SELECT COUNT(*) > 0 FROM waiting_trigger WHERE object_key = :key")
  boolean isWaiting(@Bind("key") String key);

  @SqlUpdate("DELETE FROM waiting_trigger WHERE object_key = :key")
  int stopWaiting(@Bind("key") String key);

  @SqlUpdate(
      """
      INSERT INTO waiting_trigger (object_key, identity, dataset_id, dropped_at)
      VALUES (:key, :identity, :dataset, :droppedAt)
      """)
  void insertWaiting(
      @Bind("dataset") String datasetId,
      @Bind("key") String key,
      @Bind("identity") String identity,
      @Bind("droppedAt") Instant droppedAt);

  /** The first of the trigger files that wait and were dropped before the given drop. */
  @SqlQuery(
      """
      SELECT object_key FROM waiting_trigger
      WHERE dataset_id = :dataset AND dropped_at < :droppedAt
      ORDER BY dropped_at, object_key FETCH FIRST 1 ROW ONLY
      """)
  Optional<String> earlierWaiting(
      @Bind("dataset") String datasetId, @Bind("droppedAt") Instant droppedAt);

  /** The trigger files whose dataset has no running execution, in the order of their drops. */
  @SqlQuery(
      """
      SELECT object_key FROM waiting_trigger
      WHERE NOT EXISTS (
        SELECT 1 FROM execution WHERE execution.active_dataset = waiting_trigger.dataset_id)
      ORDER BY dropped_at, object_key FETCH FIRST 1000 ROWS ONLY
      """)
  List<String> waiting();

  /** Forgets a trigger file that was looked at and waits for nothing, such as one that is gone. */
  @SqlUpdate(
      """
      DELETE FROM waiting_trigger
      WHERE object_key = :key
        AND NOT EXISTS (
          SELECT 1 FROM execution WHERE execution.active_dataset = waiting_trigger.dataset_id)
        AND NOT EXISTS (
          SELECT 1 FROM waiting_trigger earlier
          WHERE earlier.dataset_id = waiting_trigger.dataset_id
            AND earlier.dropped_at < waiting_trigger.dropped_at)
      """)
  void forgetWaiting(@Bind("key") String key);

  /** Lets the trigger file of a rejected execution start another one. */
  @SqlUpdate(
      """
      UPDATE execution SET trigger_released = id, released_at = CURRENT_TIMESTAMP WHERE id = :id
      """)
  void releaseTrigger(@Bind("id") String id);

  private void insert(NewRow row) {
    if (row.repetition() != null) {
      freeKey(row.repetition());
    }
    insertRow(row);
  }

  /**
   * The execution of this trigger file. One whose file was removed after the caller saw the file
   * counts as well: the caller saw the file that this execution removed.
   */
  @SqlQuery(
      """
      SELECT id FROM execution
      WHERE trigger_key = :key AND trigger_identity = :identity
        AND (released_at IS NULL OR released_at >= :observedAt)
      FETCH FIRST 1 ROW ONLY
      """)
  Optional<String> executed(
      @Bind("key") String key,
      @Bind("identity") String identity,
      @Bind("observedAt") Instant observedAt);

  @SqlQuery(
      """
      SELECT id, request FROM execution
      WHERE repetition = :repetition AND accepted_at >= CURRENT_TIMESTAMP - INTERVAL '1' DAY
      """)
  @RegisterConstructorMapper(Answered.class)
  Optional<Answered> answered(@Bind("repetition") String requestId);

  /** Lets a key be used again a day later, as the table {@code repetition} does. */
  @SqlUpdate(
      """
      UPDATE execution SET repetition = NULL
      WHERE repetition = :repetition AND accepted_at < CURRENT_TIMESTAMP - INTERVAL '1' DAY
      """)
  void freeKey(@Bind("repetition") String requestId);

  @SqlUpdate(
      """
      INSERT INTO execution (id, dataset_id, trigger_kind, trigger_key, trigger_identity, restores,
          started_by, repetition, request, status, active_dataset, reason_code, reason,
          finished_at, dropped_at, upload_date)
      VALUES (:id, :datasetId, :kind, :triggerKey, :triggerIdentity, :restores,
          :startedBy, :repetition, :content, :status, :lock, :reasonCode, :reason,
          CASE WHEN :status = 'REJECTED' THEN CURRENT_TIMESTAMP END,
          COALESCE(CAST(:droppedAt AS TIMESTAMP WITH TIME ZONE),
                   (SELECT old.dropped_at FROM execution old WHERE old.id = :restores)),
          COALESCE(CAST(:uploadDate AS BIGINT),
                   (SELECT old.upload_date FROM execution old WHERE old.id = :restores)))
      """)
  void insertRow(@BindMethods NewRow row);

  /** An execution and the hash of the request that started it. */
  record Answered(String id, String request) {}

  /** A row to insert; {@code lock} is the dataset whose lock it takes, or null. */
  record NewRow(
      String id,
      ExecutionRequest request,
      String status,
      String lock,
      String reasonCode,
      String reason) {
    static NewRow accepted(String id, ExecutionRequest request) {
      return new NewRow(id, request, Status.ACCEPTED.name(), request.datasetId(), null, null);
    }

    static NewRow rejected(String id, ExecutionRequest request, String code, String reason) {
      return new NewRow(id, request, Status.REJECTED.name(), null, code, reason);
    }

    public String datasetId() {
      return request.datasetId();
    }

    public String startedBy() {
      return request.startedBy();
    }

    public String kind() {
      return TriggerKind.of(request.trigger()).toString();
    }

    public String triggerKey() {
      return request.trigger() instanceof FolderTrigger file ? file.key() : null;
    }

    public String triggerIdentity() {
      return request.trigger() instanceof FolderTrigger file ? file.identity() : null;
    }

    public Instant droppedAt() {
      return request.trigger() instanceof FolderTrigger file ? file.droppedAt() : null;
    }

    public Long uploadDate() {
      return request.trigger() instanceof FolderTrigger file ? file.uploadDate() : null;
    }

    public String restores() {
      return request.trigger() instanceof RestoreTrigger restore ? restore.executionId() : null;
    }

    public String repetition() {
      return request.idempotency() == null ? null : request.idempotency().id();
    }

    public String content() {
      return request.idempotency() == null ? null : request.idempotency().content();
    }
  }
}
