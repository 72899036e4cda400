package org.datareload.api;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * The response to an API request.
 *
 * @param headers in addition to those that every response has
 * @param text the body; null if there is none or it is a stream
 * @param stream a body too large for memory, or null; the sender closes it
 * @param stored the body to store under an idempotency key: the text, unless that holds secrets
 */
public record ApiResponse(
    int status, Map<String, String> headers, String text, InputStream stream, String stored) {
  static final String JSON = "application/json";

  public ApiResponse {
    headers = Map.copyOf(headers);
  }

  public ApiResponse(int status, Map<String, String> headers, String text, InputStream stream) {
    this(status, headers, text, stream, text);
  }

  static ApiResponse json(int status, Object body) {
    return new ApiResponse(status, Map.of("Content-Type", JSON), Json.text(body), null);
  }

  public static ApiResponse ok(Object body) {
    return json(200, body);
  }

  public static ApiResponse noContent() {
    return new ApiResponse(204, Map.of(), null, null);
  }

  static ApiResponse created(int status, String location, Object body) {
    return json(status, body).with("Location", requireNonNull(location, "location is null"));
  }

  public static ApiResponse of(Problem problem) {
    return new ApiResponse(problem.status(), problem.headers(), Json.text(problem), null);
  }

  /** The same response with another header. */
  ApiResponse with(String name, String value) {
    var all = new HashMap<>(headers);
    all.put(name, value);
    return new ApiResponse(status, all, text, stream, stored);
  }

  /** The same response with another stream. */
  ApiResponse with(InputStream other) {
    return new ApiResponse(status, headers, text, other, stored);
  }

  /** The same response, of which an idempotency key stores this instead of the body. */
  ApiResponse storing(Object body) {
    return new ApiResponse(status, headers, text, stream, Json.text(body));
  }
}
