package org.datareload.execution;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datareload.dataset.Visible;

/**
 * Accepts and finds executions. Accepting takes the dataset's lock: at most one execution of a
 * dataset runs, whatever the number of processes and triggers.
 */
public final class Executions {
  private final AcceptanceSql sql;

  public Executions(AcceptanceSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /**
   * Decides on a trigger, in one transaction. When it returns, the decision is durable: the caller
   * may acknowledge the message or answer the request.
   */
  public Acceptance accept(ExecutionRequest request) {
    return sql.accept(request);
  }

  /**
   * Whether the trigger file that is at the key now already has its execution. A fast check before
   * {@link #accept}, which decides.
   *
   * @param identity see {@code StoredObject.exactIdentity()}
   */
  public boolean isExecuted(String triggerKey, String identity) {
    return sql.isExecuted(triggerKey, identity);
  }

  /**
   * The decision on an earlier request with the same Idempotency-Key, or empty.
   *
   * @param idempotency null for a request that cannot be repeated
   */
  public Optional<Acceptance> earlier(ExecutionRequest.Idempotency idempotency) {
    return sql.earlier(idempotency);
  }

  /**
   * The trigger files that waited for an execution which is over, in the order of their drops.
   *
   * @return their keys, at most 1,000
   */
  public List<String> waiting() {
    return sql.waiting();
  }

  /** Forgets a trigger file of {@link #waiting}, unless it still waits for another execution. */
  public void forgetWaiting(String triggerKey) {
    sql.forgetWaiting(triggerKey);
  }

  /** The execution as it is now, or empty. */
  public Optional<Execution> find(String id) {
    return sql.find(id);
  }

  /** The executions that exist among the ids, in no order. */
  public List<Execution> find(Collection<String> ids) {
    return ids.isEmpty() ? List.of() : sql.findAll(ids);
  }

  /** The ids of the running executions, by the ids of their datasets. */
  public Map<String, String> running(Collection<String> datasetIds) {
    return datasetIds.isEmpty()
        ? Map.of()
        : sql.running(datasetIds).stream()
            .collect(toMap(ExecutionSql.Running::datasetId, ExecutionSql.Running::executionId));
  }

  /** The newest execution of each dataset that has one, in no order. */
  public List<Execution> newest(Collection<String> datasetIds) {
    return datasetIds.isEmpty() ? List.of() : sql.newest(datasetIds);
  }

  /** The running executions, oldest first. */
  public List<Execution> running(int limit) {
    return sql.allRunning(limit);
  }

  /** The execution to which the content of another one belongs since it was restored in place. */
  public Optional<String> restoredInPlaceBy(String id) {
    return sql.restoredInPlaceBy(id);
  }

  /** The ids among these whose content was replaced and is kept. */
  public Set<String> restorable(Collection<String> ids) {
    return ids.isEmpty() ? Set.of() : Set.copyOf(sql.restorable(ids));
  }

  /** The running execution of the dataset, or empty. */
  public Optional<Execution> active(String datasetId) {
    return sql.active(datasetId);
  }

  /** Executions of one dataset, or of all for null, newest first. */
  public List<Execution> page(String datasetId, String shown, String after, int limit) {
    return page(new Visible(null, datasetId), shown, TimeRange.EVER, after, limit);
  }

  /**
   * Executions, newest first.
   *
   * @param visible limits the datasets
   * @param shown a status as users see it, or null for all
   * @param accepted when they were accepted
   * @param after the last id of the page before, or null
   */
  public List<Execution> page(
      Visible visible, String shown, TimeRange accepted, String after, int limit) {
    var highest = accepted.highestId();
    var before = after == null || after.compareTo(highest) > 0 ? highest : after;
    return sql.page(visible, shown, accepted, accepted.lowestId(), before, limit);
  }
}
