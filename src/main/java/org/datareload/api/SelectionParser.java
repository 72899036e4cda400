package org.datareload.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.execution.TimeRange;
import org.datareload.landing.Selection;

/** Parses which files, and which times, a request selects. */
final class SelectionParser {
  private SelectionParser() {}

  /**
   * The files that a body selects.
   *
   * @throws InvalidFieldsException if it selects none, or in two ways at once
   */
  static Selection files(JsonNode body) {
    var errors = new ArrayList<FieldError>();
    boolean all = body.path("all").asBoolean();
    if (all == body.has("files")) {
      errors.add(new FieldError("files", "must be given, or all=true instead, but not both"));
    }
    if (all && !body.has("expected")) {
      errors.add(
          new FieldError("expected", "is required with all=true: the number of files you expect"));
    }
    for (var name : List.of("except", "q", "expected")) {
      if (!all && body.has(name)) {
        errors.add(new FieldError(name, "is only allowed with all=true"));
      }
    }
    if (!all && body.has("files") && body.get("files").isEmpty()) {
      errors.add(new FieldError("files", "must name at least one file"));
    }
    if (all && body.has("expected") && body.get("expected").asLong() == 0) {
      errors.add(new FieldError("expected", "must be at least 1"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
    return all
        ? new Selection.All(
            Json.texts(body.path("except")), Json.text(body, "q"), body.get("expected").asLong())
        : new Selection.Ids(Json.texts(body.get("files")));
  }

  /**
   * The time range of the query parameters {@code from} and {@code to}.
   *
   * @throws InvalidFieldsException if one is not a time, or the range is empty
   */
  static TimeRange timeRange(ApiRequest request) {
    var from = time(request, "from", TimeRange.EVER.from());
    var to = time(request, "to", TimeRange.EVER.to());
    if (!from.isBefore(to)) {
      throw new InvalidFieldsException(List.of(new FieldError("to", "must be after from")));
    }
    return new TimeRange(from, to);
  }

  private static Instant time(ApiRequest request, String name, Instant defaultValue) {
    try {
      return request.query(name) == null ? defaultValue : Instant.parse(request.query(name));
    } catch (DateTimeParseException invalid) {
      throw new InvalidFieldsException(List.of(new FieldError(name, "is not an RFC 3339 time")));
    }
  }
}
