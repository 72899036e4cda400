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
import org.datareload.execution.ExecutionRequest.ProcessFiles;
import org.datareload.execution.ExecutionRequest.Request;
import org.datareload.execution.ExecutionRequest.Restore;
import org.datareload.execution.ExecutionRequest.TriggerFile;
import org.datareload.landing.SelectionSql;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * The one short transaction that decides on a trigger. It holds the dataset's row, so triggers of
 * one dataset are decided one after the other; below it the UNIQUE column {@code active_dataset} is
 * the lock that no mistake here can break.
 */
public interface AcceptanceSql extends RunSql {
  @CreateSqlObject
  SelectionSql selection();

  @Transaction
  default Acceptance accept(ExecutionRequest wish) {
    lockDataset(wish.datasetId());
    var before = before(wish.request());
    if (before.isPresent()) {
      return before.get();
    }
    if (wish.trigger() instanceof TriggerFile file) {
      var known = known(file.key(), file.identity(), file.observedAt());
      if (known.isPresent()) {
        return new Duplicate(known.get());
      }
    }
    var id = UlidCreator.getMonotonicUlid().toString();
    var running = active(wish.datasetId());
    if (running.isPresent()) {
      return refuse(id, wish, running.get().id());
    }
    if (wish.trigger() instanceof ProcessFiles chosen) {
      var wanted = selection().tally(wish.datasetId(), chosen.files());
      var expected = SelectionSql.expected(chosen.files());
      if (wanted.files() != expected || expected == 0) {
        return new SelectionChanged(expected, wanted.files());
      }
      insert(id, wish, "ACCEPTED", wish.datasetId(), null, null);
      selection().claim(wish.datasetId(), chosen.files(), id, wanted.files());
      recount(wish.datasetId(), "pending", "processing", wanted);
    } else {
      insert(id, wish, "ACCEPTED", wish.datasetId(), null, null);
    }
    return new Accepted(find(id).orElseThrow());
  }

  /** What became of the request when it came before, within a day, or empty. */
  default Optional<Acceptance> before(Request request) {
    if (request == null) {
      return Optional.empty();
    }
    return answered(request.id())
        .map(
            known ->
                known.request().equals(request.content())
                    ? new Accepted(find(known.id()).orElseThrow())
                    : new Reused(known.id()));
  }

  private Acceptance refuse(String id, ExecutionRequest wish, String running) {
    if (!(wish.trigger() instanceof TriggerFile)) {
      return new Busy(running);
    }
    var reason =
        "execution "
            + running
            + " of this dataset is still running; the files stay pending, drop the trigger file"
            + " again or process them when it has finished";
    insert(id, wish, "REJECTED", null, "busy", reason);
    insertMail(UlidCreator.getMonotonicUlid().toString(), id, wish.datasetId(), "rejected");
    return new Rejected(find(id).orElseThrow());
  }

  private void insert(
      String id, ExecutionRequest wish, String status, String lock, String code, String reason) {
    var request = wish.request();
    if (request != null) {
      forgetOld(request.id());
    }
    var file = wish.trigger() instanceof TriggerFile trigger ? trigger : null;
    var restores = wish.trigger() instanceof Restore restore ? restore.executionId() : null;
    var kind =
        file != null
            ? TriggerKind.TRIGGER_FILE
            : restores != null ? TriggerKind.RESTORE : TriggerKind.PROCESS_FILES;
    insert(
        id,
        wish.datasetId(),
        kind.toString(),
        file == null ? null : file.key(),
        file == null ? null : file.identity(),
        restores,
        wish.startedBy(),
        request == null ? null : request.id(),
        request == null ? null : request.content(),
        status,
        lock,
        code,
        reason);
  }

  /**
   * The execution that this very trigger file had. One whose file was removed after the caller saw
   * it counts, too: the caller saw what that execution removed.
   */
  @SqlQuery(
      """
      SELECT id FROM execution
      WHERE trigger_key = :key AND trigger_identity = :identity
        AND (released_at IS NULL OR released_at >= :observedAt)
      FETCH FIRST 1 ROW ONLY
      """)
  Optional<String> known(
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

  /** Lets a key be used anew a day later, as {@code repetition} does. */
  @SqlUpdate(
      """
      UPDATE execution SET repetition = NULL
      WHERE repetition = :repetition AND accepted_at < CURRENT_TIMESTAMP - INTERVAL '1' DAY
      """)
  void forgetOld(@Bind("repetition") String requestId);

  /** An execution and what the request asked for that has it. */
  record Answered(String id, String request) {}

  @SqlUpdate(
      """
      INSERT INTO execution (id, dataset_id, trigger_kind, trigger_key, trigger_identity, restores,
          started_by, repetition, request, status, active_dataset, reason_code, reason, finished_at)
      VALUES (:id, :dataset, :kind, :key, :identity, :restores,
          :startedBy, :repetition, :request, :status, :lock, :code, :reason,
          CASE WHEN :status = 'REJECTED' THEN CURRENT_TIMESTAMP END)
      """)
  void insert(
      @Bind("id") String id,
      @Bind("dataset") String datasetId,
      @Bind("kind") String kind,
      @Bind("key") String triggerKey,
      @Bind("identity") String triggerIdentity,
      @Bind("restores") String restores,
      @Bind("startedBy") String startedBy,
      @Bind("repetition") String repetition,
      @Bind("request") String request,
      @Bind("status") String status,
      @Bind("lock") String lock,
      @Bind("code") String code,
      @Bind("reason") String reason);
}
