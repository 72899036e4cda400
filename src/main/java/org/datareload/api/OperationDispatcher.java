package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.datareload.dataset.DatasetExistsException;
import org.datareload.dataset.DatasetGoneException;
import org.datareload.dataset.ErrorSql;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.execution.Reason;
import org.datareload.landing.TooManyUploadsException;
import org.datareload.landing.UnreadableEventException;
import org.datareload.security.LastOwnerException;
import org.datareload.store.StoreFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Passes each request to the handler of its operation, and maps failures to problems. */
public final class OperationDispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(OperationDispatcher.class);

  private static final String SIGN = "signUploads";
  private static final Set<String> PRESIGNING = Set.of("createUploads", SIGN);
  private static final int RETRY_SECONDS = 5;
  private static final int UPLOADS_RETRY_SECONDS = 60;

  private final Map<String, Operation> operations = new HashMap<>();
  private final IdempotencyKeys idempotencyKeys;

  /**
   * @param decorator is applied to every operation
   */
  public OperationDispatcher(
      List<? extends Resource> resources,
      UnaryOperator<Operation> decorator,
      IdempotencyKeys idempotencyKeys) {
    for (var resource : resources) {
      resource.operations().forEach((id, handler) -> operations.put(id, decorator.apply(handler)));
    }
    this.idempotencyKeys = idempotencyKeys;
  }

  /**
   * @throws IllegalStateException if an operation of the contract has no handler
   */
  public void requireHandlers(Collection<String> operationIds) {
    var missing = operationIds.stream().filter(id -> !operations.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException("operations without a handler: " + missing);
    }
  }

  /** Handles one request. Never fails. */
  public ApiResponse handle(ApiRequest request) {
    MDC.put("user", request.principal().id());
    if (request.path().containsKey("domain")) {
      MDC.put("dataset", request.path().get("domain") + "/" + request.path().get("name"));
    }
    try {
      if (request.idempotencyKey().isEmpty()) {
        return run(request);
      }
      return idempotencyKeys.once(request, () -> run(request), stored -> replay(request, stored));
    } catch (RuntimeException failure) {
      return toResponse(request.operation(), failure);
    } finally {
      MDC.remove("user");
      MDC.remove("dataset");
    }
  }

  private ApiResponse run(ApiRequest request) {
    try {
      return operations.get(request.operation()).handle(request);
    } catch (RuntimeException failure) {
      return toResponse(request.operation(), failure);
    }
  }

  /** Presigned URLs are secrets and never stored: a repeated request gets fresh ones. */
  private ApiResponse replay(ApiRequest request, ApiResponse stored) {
    if (!PRESIGNING.contains(request.operation()) || stored.status() >= 300) {
      return stored;
    }
    var ids = request.withBody(Json.read(stored.text().getBytes(UTF_8)));
    var fresh = operations.get(SIGN).handle(ids);
    return new ApiResponse(stored.status(), stored.headers(), fresh.text(), null);
  }

  /** Maps a failure to a problem. An unexpected one is logged, and the response has only its id. */
  public static ApiResponse toResponse(String operation, Throwable failure) {
    return ApiResponse.of(toProblem(operation, failure));
  }

  private static Problem toProblem(String operation, Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    if (failure instanceof InvalidFieldsException invalid) {
      return Problem.invalid(invalid.errors());
    }
    if (failure instanceof UnreadableEventException) {
      LOG.warn("A message to the webhook is refused: {}", failure.getMessage());
      return Problem.of(400, failure.getMessage());
    }
    if (failure instanceof DatasetGoneException) {
      return DatasetAccess.notFound().problem();
    }
    if (failure instanceof LastOwnerException || failure instanceof DatasetExistsException) {
      return Problem.of(409, failure.getMessage());
    }
    if (failure instanceof TooManyUploadsException) {
      return Problem.of(
              429,
              failure.getMessage()
                  + ": complete or abort some first; those that nobody completes end after"
                  + " reload.uploads.keep")
          .retryAfter(UPLOADS_RETRY_SECONDS);
    }
    if (ErrorSql.isDuplicate(failure)) {
      LOG.warn("{}: another request was first", operation, failure);
      return Problem.of(409, "Another request did the same at the same moment; send it again");
    }
    if (ErrorSql.isUnavailable(failure)) {
      LOG.warn("{}: the database is unavailable", operation, failure);
      return Problem.of(503, "The database is unavailable; try again in a few seconds")
          .retryAfter(RETRY_SECONDS);
    }
    if (Reason.unwrapped(failure) instanceof StoreFailedException store) {
      LOG.warn("{}: the store failed", operation, store);
      return Problem.of(503, store.getMessage() + "; try again in a few seconds")
          .retryAfter(RETRY_SECONDS);
    }
    var id = UlidCreator.getUlid().toString();
    LOG.error("{}: internal error {}", operation, id, failure);
    return Problem.of(500, "Internal error " + id + "; see the log").with("errorId", id);
  }
}
