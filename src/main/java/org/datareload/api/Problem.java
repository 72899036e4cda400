package org.datareload.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datareload.dataset.FieldError;
import org.datareload.security.AuthenticationResult;

/**
 * An error as RFC 9457 writes it.
 *
 * @param detail what happened, with values, and what to do
 * @param errors every field that is wrong, or empty
 * @param facts what programs may want to know beside the text
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "errors"})
public record Problem(
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
    @JsonIgnore Map<String, Object> facts,
    @JsonIgnore Map<String, String> more) {
  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  public static Problem of(int status, String detail) {
    return new Problem(status, detail, List.of(), Map.of(), Map.of());
  }

  /** Somebody is not let in. */
  public static Problem of(AuthenticationResult.Refused refused) {
    var headers = new HashMap<String, String>();
    if (refused.challenge() != null) {
      headers.put("WWW-Authenticate", refused.challenge());
    }
    if (refused.retryAfter() > 0) {
      headers.put("Retry-After", Integer.toString(refused.retryAfter()));
    }
    return new Problem(refused.status(), refused.detail(), List.of(), Map.of(), headers);
  }

  /** Fields of the request are wrong. */
  public static Problem invalid(List<FieldError> errors) {
    var count = errors.size() == 1 ? "1 field is wrong" : errors.size() + " fields are wrong";
    return new Problem(422, count, List.copyOf(errors), Map.of(), Map.of());
  }

  static Problem notFound(String what) {
    return of(404, "There is no " + what);
  }

  /** The same with a fact for programs. */
  Problem with(String name, Object value) {
    var all = new HashMap<>(facts);
    all.put(name, value);
    return new Problem(status, detail, errors, all, more);
  }

  /** The same with another header. */
  public Problem header(String name, String value) {
    var all = new HashMap<>(more);
    all.put(name, value);
    return new Problem(status, detail, errors, facts, all);
  }

  @JsonProperty("type")
  String type() {
    return "about:blank";
  }

  @JsonProperty("title")
  String title() {
    return TITLES.getOrDefault(status, "Error");
  }

  @JsonAnyGetter
  Map<String, Object> named() {
    return facts;
  }

  Map<String, String> headers() {
    var all = new HashMap<>(more);
    all.put("Content-Type", "application/problem+json");
    return all;
  }
}
