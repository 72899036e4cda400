package org.datareload.api;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * What is said to a request.
 *
 * @param headers beside those that every answer has
 * @param text the body, or null where there is none or it is a stream
 * @param kept what is kept for repetitions of the request: the text, unless that holds secrets
 * @param stream a body too large for memory, or null; whoever sends it closes it
 */
public record ApiResponse(
    int status, Map<String, String> headers, String text, InputStream stream, String kept) {
  static final String JSON = "application/json";

  public ApiResponse {
    headers = Map.copyOf(headers);
  }

  /** An answer whose text may be kept. */
  public ApiResponse(int status, Map<String, String> headers, String text, InputStream stream) {
    this(status, headers, text, stream, text);
  }

  /** The same, of whose text other things are kept. */
  ApiResponse keeping(Object things) {
    return new ApiResponse(status, headers, text, stream, Json.text(things));
  }

  static ApiResponse json(int status, Object body) {
    return new ApiResponse(status, Map.of("Content-Type", JSON), Json.text(body), null);
  }

  static ApiResponse ok(Object body) {
    return json(200, body);
  }

  static ApiResponse created(int status, String location, Object body) {
    requireNonNull(location, "location is null");
    var headers = Map.of("Content-Type", JSON, "Location", location);
    return new ApiResponse(status, headers, Json.text(body), null);
  }

  /** The same with another header. */
  ApiResponse with(String name, String value) {
    var all = new HashMap<>(headers);
    all.put(name, value);
    return new ApiResponse(status, all, text, stream, kept);
  }

  static ApiResponse nothing() {
    return new ApiResponse(204, Map.of(), null, null);
  }

  /**
   * Events of a store were recorded.
   *
   * @param triggers how many trigger files were among them
   */
  public static ApiResponse accepted(int triggers) {
    return triggers == 0 ? nothing() : ok(Map.of("accepted", triggers));
  }

  /** An error. */
  public static ApiResponse of(Problem problem) {
    return new ApiResponse(problem.status(), problem.headers(), Json.text(problem), null);
  }
}
