package org.datareload.api;

import static java.util.stream.Collectors.joining;

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
 * An error as RFC 9457 problem details.
 *
 * @param detail what happened, with values, and what to do
 * @param errors the invalid fields, or empty
 * @param extensions further members for programs
 * @param headers of the response
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "errors"})
public record Problem(
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
    @JsonAnyGetter Map<String, Object> extensions,
    @JsonIgnore Map<String, String> headers) {
  static final String TYPE = "application/problem+json";

  /** Invalid fields that the detail names; the errors name {@link FieldError#MAX}. */
  private static final int MAX_SHOWN = 5;

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(410, "Gone"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  private static Problem of(int status, String detail, List<FieldError> errors) {
    return new Problem(status, detail, errors, Map.of(), Map.of("Content-Type", TYPE));
  }

  public static Problem of(int status, String detail) {
    return of(status, detail, List.of());
  }

  public static Problem of(AuthenticationResult.Refused refused) {
    var problem = of(refused.status(), refused.detail());
    if (refused.challenge() != null) {
      problem = problem.header("WWW-Authenticate", refused.challenge());
    }
    return refused.retryAfter() > 0 ? problem.retryAfter(refused.retryAfter()) : problem;
  }

  public static Problem invalid(List<FieldError> errors) {
    var sentences =
        errors.stream()
            .limit(FieldError.MAX)
            .map(error -> new FieldError(error.field(), error.sentence()))
            .toList();
    var count =
        errors.size() >= FieldError.MAX
            ? "At least " + FieldError.MAX + " fields are invalid"
            : errors.size() == 1 ? "1 field is invalid" : errors.size() + " fields are invalid";
    var shown = sentences.stream().limit(MAX_SHOWN).map(FieldError::message).collect(joining("; "));
    var more =
        sentences.size() > MAX_SHOWN ? "; and " + (sentences.size() - MAX_SHOWN) + " more" : "";
    return of(422, count + ": " + shown + more, sentences);
  }

  static Problem notFound(String what) {
    return of(404, what + " not found");
  }

  Problem with(String extension, Object value) {
    var all = new HashMap<>(extensions);
    all.put(extension, value);
    return new Problem(status, detail, errors, all, headers);
  }

  public Problem header(String name, String value) {
    var all = new HashMap<>(headers);
    all.put(name, value);
    return new Problem(status, detail, errors, extensions, all);
  }

  public Problem retryAfter(int seconds) {
    return header("Retry-After", Integer.toString(seconds));
  }

  @JsonProperty("type")
  String type() {
    return "about:blank";
  }

  @JsonProperty("title")
  String title() {
    return TITLES.getOrDefault(status, "Error");
  }
}
