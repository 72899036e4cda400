package org.datareload.api;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.HashMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.datareload.execution.ExecutionRequest.Idempotency;
import org.datareload.security.Sha256;

/**
 * Gives a request that is sent again with the same {@code Idempotency-Key} the response of the
 * first time, for 24 hours. Responses that mean "try again" are not stored.
 */
public final class IdempotencyKeys {
  private final IdempotencyKeySql sql;

  public IdempotencyKeys(IdempotencyKeySql sql) {
    this.sql = sql;
  }

  /** Deletes keys older than a day. */
  public void forgetOld() {
    sql.forgetOld();
  }

  /**
   * Returns the response of the first request with this key, and does the work only if there was
   * none.
   *
   * @param replay makes the response of what was stored
   * @throws ProblemException 409 while the first request is in progress, 422 if the key was used
   *     with another request or API token
   */
  ApiResponse once(
      ApiRequest request, Supplier<ApiResponse> work, UnaryOperator<ApiResponse> replay) {
    var key = key(request).orElseThrow();
    var attempt = UlidCreator.getMonotonicUlid().toString();
    if (!sql.begin(key.id(), key.content(), attempt)) {
      var earlier = sql.find(key.id()).orElseThrow(IdempotencyKeys::inProgress);
      if (!earlier.request().equals(key.content())) {
        throw reused();
      }
      if (earlier.status() != null) {
        return replay.apply(stored(earlier));
      }
      if (!earlier.stale() || sql.takeOver(key.id(), earlier.attempt(), attempt) != 1) {
        throw inProgress();
      }
    }
    return store(key.id(), attempt, work);
  }

  private ApiResponse store(String id, String attempt, Supplier<ApiResponse> work) {
    try {
      var response = work.get();
      if (response.status() < 500 && response.status() != 429 && response.stream() == null) {
        var location = response.headers().get("Location");
        sql.finish(id, attempt, response.status(), location, response.stored());
      } else {
        sql.forget(id, attempt);
      }
      return response;
    } catch (RuntimeException failed) {
      sql.forget(id, attempt);
      throw failed;
    }
  }

  private static ApiResponse stored(IdempotencyKeySql.Row row) {
    var headers = new HashMap<String, String>();
    if (row.answer() != null) {
      headers.put("Content-Type", row.status() < 400 ? ApiResponse.JSON : Problem.TYPE);
    }
    if (row.location() != null) {
      headers.put("Location", row.location());
    }
    return new ApiResponse(row.status(), headers, row.answer(), null);
  }

  /**
   * The key with the hash of what it was sent with; empty if the request has no key. The API token
   * is part of the hash: what one may see must not be repeated to another.
   */
  static Optional<Idempotency> key(ApiRequest request) {
    var token = request.principal().scope().tokenId();
    return request
        .idempotencyKey()
        .map(
            key ->
                new Idempotency(
                    Sha256.hex(request.principal().id() + "\n" + key),
                    Sha256.hex(
                        request.operation()
                            + "\n"
                            + new TreeMap<>(request.path())
                            + "\n"
                            + request.body()
                            + (token == null ? "" : "\n" + token))));
  }

  static ProblemException reused() {
    return new ProblemException(
        Problem.of(
            422,
            "This Idempotency-Key was already used with another request or API token; use a new"
                + " key"));
  }

  private static ProblemException inProgress() {
    return new ProblemException(
        Problem.of(409, "A request with this Idempotency-Key is still in progress").retryAfter(2));
  }
}
