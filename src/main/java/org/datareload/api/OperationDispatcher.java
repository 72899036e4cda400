package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.datareload.dataset.DatasetExistsException;
import org.datareload.dataset.DatasetGoneException;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.execution.Reason;
import org.datareload.security.LastOwnerException;
import org.datareload.store.StoreFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Answers every request: finds its operation, and turns what goes wrong into a problem. */
public final class OperationDispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(OperationDispatcher.class);

  private static final String SIGN = "signUploads";
  private static final Set<String> SIGNED = Set.of("createUploads", SIGN);

  private final Map<String, Function<ApiRequest, ApiResponse>> operations;
  private final IdempotencyKeys idempotencyKeys;

  /**
   * @param operations by the contract's operationId
   */
  public OperationDispatcher(
      Map<String, Function<ApiRequest, ApiResponse>> operations, IdempotencyKeys idempotencyKeys) {
    this.operations = Map.copyOf(operations);
    this.idempotencyKeys = requireNonNull(idempotencyKeys, "repetitions is null");
  }

  /** Answers one request that keeps to the contract. Never fails. */
  public ApiResponse answer(ApiRequest call) {
    MDC.put("user", call.principal().id());
    if (call.path().containsKey("domain")) {
      MDC.put("dataset", call.path().get("domain") + "/" + call.path().get("name"));
    }
    try {
      return call.idempotencyKey().isPresent()
          ? idempotencyKeys.once(call, () -> run(call), kept -> again(call, kept))
          : run(call);
    } catch (RuntimeException failure) {
      return answer(call.operation(), failure);
    } finally {
      MDC.remove("user");
      MDC.remove("dataset");
    }
  }

  /** Addresses of uploads are secrets, so none are kept: who repeats gets fresh ones. */
  private ApiResponse again(ApiRequest call, ApiResponse kept) {
    if (!SIGNED.contains(call.operation()) || kept.status() >= 300) {
      return kept;
    }
    var ids = call.with(Json.read(kept.text().getBytes(UTF_8)));
    var fresh = operations.get(SIGN).apply(ids);
    return new ApiResponse(kept.status(), kept.headers(), fresh.text(), null);
  }

  private ApiResponse run(ApiRequest call) {
    try {
      return operations.get(call.operation()).apply(call);
    } catch (RuntimeException failure) {
      return answer(call.operation(), failure);
    }
  }

  /** The answer to a failure. What nobody foresaw is logged, and named by its id alone. */
  public static ApiResponse answer(String operation, Throwable failure) {
    if (failure instanceof ProblemException known) {
      return ApiResponse.of(known.problem());
    }
    if (failure instanceof InvalidFieldsException invalid) {
      return ApiResponse.of(Problem.invalid(invalid.errors()));
    }
    if (failure instanceof DatasetGoneException) {
      return ApiResponse.of(DatasetAccess.noDataset().problem());
    }
    if (failure instanceof LastOwnerException last) {
      return ApiResponse.of(Problem.of(409, last.getMessage()));
    }
    if (failure instanceof DatasetExistsException taken) {
      return ApiResponse.of(Problem.of(409, taken.getMessage()));
    }
    if (IdempotencyKeySql.isDatabaseAway(failure)) {
      LOG.warn("{}: the database is away: {}", operation, failure.toString());
      return ApiResponse.of(
          Problem.of(503, "The database cannot be reached; try again soon")
              .header("Retry-After", "5"));
    }
    if (Reason.unwrapped(failure) instanceof StoreFailedException store) {
      LOG.warn("{}: the store failed: {}", operation, store.getMessage());
      return ApiResponse.of(
          Problem.of(503, store.getMessage() + "; try again soon").header("Retry-After", "5"));
    }
    var id = UlidCreator.getUlid().toString();
    LOG.error("{} failed, error {}", operation, id, failure);
    return ApiResponse.of(
        Problem.of(500, "Something failed that should not; the log tells more of error " + id)
            .with("errorId", id));
  }

  /** Whether the contract's operations all have somebody who answers them. */
  public List<String> missing(List<String> contract) {
    return contract.stream().filter(id -> !operations.containsKey(id)).toList();
  }
}
