package org.datareload.http;

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
public record Answer(
    int status, Map<String, String> headers, String text, InputStream stream, String kept) {
  static final String JSON = "application/json";

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer whose text may be kept. */
  public Answer(int status, Map<String, String> headers, String text, InputStream stream) {
    this(status, headers, text, stream, text);
  }

  /** The same, of whose text other things are kept. */
  Answer keeping(Object things) {
    return new Answer(status, headers, text, stream, Json.text(things));
  }

  static Answer json(int status, Object body) {
    return new Answer(status, Map.of("Content-Type", JSON), Json.text(body), null);
  }

  static Answer ok(Object body) {
    return json(200, body);
  }

  static Answer created(int status, String location, Object body) {
    requireNonNull(location, "location is null");
    var headers = Map.of("Content-Type", JSON, "Location", location);
    return new Answer(status, headers, Json.text(body), null);
  }

  /** The same with another header. */
  Answer with(String name, String value) {
    var all = new HashMap<>(headers);
    all.put(name, value);
    return new Answer(status, all, text, stream, kept);
  }

  static Answer nothing() {
    return new Answer(204, Map.of(), null, null);
  }

  /**
   * Events of a store were recorded.
   *
   * @param triggers how many trigger files were among them
   */
  public static Answer accepted(int triggers) {
    return triggers == 0 ? nothing() : ok(Map.of("accepted", triggers));
  }

  /** An error. */
  public static Answer of(Problem problem) {
    return new Answer(problem.status(), problem.headers(), Json.text(problem), null);
  }
}
