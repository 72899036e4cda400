package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.ulid.UlidCreator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.datareload.execution.ExecutionRequest.Idempotency;

/**
 * Requests that are sent again get the answer of the first time, for 24 hours. Answers that say
 * "try again" are not kept.
 */
public final class IdempotencyKeys {
  private final IdempotencyKeySql sql;

  public IdempotencyKeys(IdempotencyKeySql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /** Forgets what is older than a day. */
  public void forgetOld() {
    sql.forgetOld();
  }

  /**
   * Answers the request, by its own work only where no request with its key did.
   *
   * @param again makes of what was kept what is answered
   */
  ApiResponse once(ApiRequest call, Supplier<ApiResponse> work, UnaryOperator<ApiResponse> again) {
    var sent = request(call).orElseThrow();
    var id = sent.id();
    var request = sent.content();
    var attempt = UlidCreator.getMonotonicUlid().toString();
    if (!sql.begin(id, request, attempt)) {
      var before = sql.find(id).orElseThrow(IdempotencyKeys::inProgress);
      if (!before.request().equals(request)) {
        throw reused();
      }
      if (before.status() != null) {
        return again.apply(kept(before));
      }
      if (!before.stale() || sql.takeOver(id, before.attempt(), attempt) != 1) {
        throw inProgress();
      }
    }
    return kept(id, attempt, work);
  }

  private ApiResponse kept(String id, String attempt, Supplier<ApiResponse> work) {
    try {
      var answer = work.get();
      if (answer.status() < 500 && answer.status() != 429 && answer.stream() == null) {
        var location = answer.headers().get("Location");
        sql.finish(id, attempt, answer.status(), location, answer.kept());
      } else {
        sql.forget(id, attempt);
      }
      return answer;
    } catch (RuntimeException failed) {
      sql.forget(id, attempt);
      throw failed;
    }
  }

  private static ApiResponse kept(IdempotencyKeySql.Row before) {
    var headers = new HashMap<String, String>();
    if (before.answer() != null) {
      headers.put(
          "Content-Type", before.status() < 400 ? ApiResponse.JSON : "application/problem+json");
    }
    if (before.location() != null) {
      headers.put("Location", before.location());
    }
    return new ApiResponse(before.status(), headers, before.answer(), null);
  }

  /** The request as it is told from others, or empty where it cannot be sent again. */
  static Optional<Idempotency> request(ApiRequest call) {
    return call.idempotencyKey()
        .map(
            key -> {
              var path = new TreeMap<>(call.path());
              return new Idempotency(
                  hash(call.principal().id() + "\n" + key),
                  hash(call.operation() + "\n" + path + "\n" + call.body()));
            });
  }

  static ProblemException reused() {
    return new ProblemException(
        Problem.of(422, "The Idempotency-Key was used for another request: take a new one"));
  }

  private static ProblemException inProgress() {
    return new ProblemException(
        Problem.of(409, "A request with this Idempotency-Key is still worked on")
            .header("Retry-After", "2"));
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
