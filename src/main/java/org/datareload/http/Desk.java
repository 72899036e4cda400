package org.datareload.http;

import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.datareload.access.LastOwnerException;
import org.datareload.dataset.DatasetExistsException;
import org.datareload.dataset.DatasetGoneException;
import org.datareload.dataset.InvalidFieldsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Answers every request: finds its operation, and turns what goes wrong into a problem. */
public final class Desk {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  private final Map<String, Function<Call, Answer>> operations;
  private final Repetitions repetitions;

  /**
   * @param operations by the contract's operationId
   */
  public Desk(Map<String, Function<Call, Answer>> operations, Repetitions repetitions) {
    this.operations = Map.copyOf(operations);
    this.repetitions = requireNonNull(repetitions, "repetitions is null");
  }

  /** Answers one request that keeps to the contract. Never fails. */
  public Answer answer(Call call) {
    MDC.put("user", call.principal().id());
    if (call.path().containsKey("domain")) {
      MDC.put("dataset", call.path().get("domain") + "/" + call.path().get("name"));
    }
    try {
      return call.idempotencyKey().isPresent()
          ? repetitions.once(call, () -> run(call))
          : run(call);
    } catch (RuntimeException failure) {
      return answer(call.operation(), failure);
    } finally {
      MDC.remove("user");
      MDC.remove("dataset");
    }
  }

  private Answer run(Call call) {
    try {
      return operations.get(call.operation()).apply(call);
    } catch (RuntimeException failure) {
      return answer(call.operation(), failure);
    }
  }

  /** The answer to a failure. What nobody foresaw is logged, and named by its id alone. */
  public static Answer answer(String operation, Throwable failure) {
    if (failure instanceof ProblemException known) {
      return Answer.of(known.problem());
    }
    if (failure instanceof InvalidFieldsException invalid) {
      return Answer.of(Problem.invalid(invalid.errors()));
    }
    if (failure instanceof DatasetGoneException) {
      return Answer.of(Permits.noDataset().problem());
    }
    if (failure instanceof LastOwnerException last) {
      return Answer.of(Problem.of(409, last.getMessage()));
    }
    if (failure instanceof DatasetExistsException taken) {
      return Answer.of(Problem.of(409, taken.getMessage()));
    }
    if (RepetitionSql.isDatabaseAway(failure)) {
      LOG.warn("{}: the database is away: {}", operation, failure.toString());
      return Answer.of(
          Problem.of(503, "The database cannot be reached; try again soon")
              .header("Retry-After", "5"));
    }
    var id = UlidCreator.getUlid().toString();
    LOG.error("{} failed, error {}", operation, id, failure);
    return Answer.of(
        Problem.of(500, "Something failed that should not; the log tells more of error " + id)
            .with("errorId", id));
  }

  /** Whether the contract's operations all have somebody who answers them. */
  public List<String> missing(List<String> contract) {
    return contract.stream().filter(id -> !operations.containsKey(id)).toList();
  }
}
