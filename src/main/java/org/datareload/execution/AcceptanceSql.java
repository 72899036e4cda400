package org.datareload.execution;

import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.Optional;
import org.datareload.execution.Acceptance.Accepted;
import org.datareload.execution.Acceptance.Busy;
import org.datareload.execution.Acceptance.Duplicate;
import org.datareload.execution.Acceptance.Rejected;
import org.datareload.execution.Acceptance.Reused;
import org.datareload.execution.Acceptance.SelectionChanged;
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
    if (running.isPresent()) {
      return refuse(id, request, running.get().id());
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

  private Acceptance refuse(String id, ExecutionRequest request, String running) {
    if (!(request.trigger() instanceof FolderTrigger)) {
      return new Busy(running);
    }
    var reason =
        "execution "
            + running
            + " of this dataset is still running; the files stay pending: write the trigger file"
            + " again, or process the files when that execution has finished";
    insert(NewRow.rejected(id, request, "busy", reason));
    insertMail(UlidCreator.getMonotonicUlid().toString(), id, request.datasetId(), "rejected");
    return new Rejected(find(id).orElseThrow());
  }

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

  /** Whether the trigger file that is at the key now already has its execution. */
  @SqlQuery(
      """
      SELECT COUNT(*) > 0 FROM execution
      WHERE trigger_key = :key AND trigger_identity = :identity AND trigger_released = ''
      """)
  boolean isExecuted(@Bind("key") String key, @Bind("identity") String identity);

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
          started_by, repetition, request, status, active_dataset, reason_code, reason, finished_at)
      VALUES (:id, :datasetId, :kind, :triggerKey, :triggerIdentity, :restores,
          :startedBy, :repetition, :content, :status, :lock, :reasonCode, :reason,
          CASE WHEN :status = 'REJECTED' THEN CURRENT_TIMESTAMP END)
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
