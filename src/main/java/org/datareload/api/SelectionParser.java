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

/** Reads from a request which files, and which times, are meant. */
final class SelectionParser {
  private SelectionParser() {}

  /**
   * The files that a body chooses.
   *
   * @throws InvalidFieldsException where it chooses none, or in two ways at once
   */
  static Selection files(JsonNode body) {
    var errors = new ArrayList<FieldError>();
    boolean all = body.path("all").asBoolean();
    if (all == body.has("files")) {
      errors.add(new FieldError("files", "must be given unless all is true, and not with it"));
    }
    if (all && !body.has("expected")) {
      errors.add(new FieldError("expected", "must say how many files all are believed to be"));
    }
    for (var name : List.of("except", "q", "expected")) {
      if (!all && body.has(name)) {
        errors.add(new FieldError(name, "belongs to all"));
      }
    }
    if (!all && body.has("files") && body.get("files").isEmpty()) {
      errors.add(new FieldError("files", "must name at least one file"));
    }
    if (all && body.has("expected") && body.get("expected").asLong() == 0) {
      errors.add(new FieldError("expected", "must be at least 1: there is nothing to do"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
    return all
        ? new Selection.All(
            texts(body.path("except")),
            body.hasNonNull("q") ? body.get("q").asText() : null,
            body.get("expected").asLong())
        : new Selection.Ids(texts(body.get("files")));
  }

  /**
   * The span of time of a query's {@code from} and {@code to}.
   *
   * @throws InvalidFieldsException where one is no time, or they are the wrong way round
   */
  static TimeRange span(ApiRequest call) {
    var from = time(call, "from", TimeRange.EVER.from());
    var to = time(call, "to", TimeRange.EVER.to());
    if (!from.isBefore(to)) {
      throw new InvalidFieldsException(List.of(new FieldError("to", "must be after from")));
    }
    return new TimeRange(from, to);
  }

  private static Instant time(ApiRequest call, String name, Instant otherwise) {
    try {
      return call.query(name) == null ? otherwise : Instant.parse(call.query(name));
    } catch (DateTimeParseException wrong) {
      throw new InvalidFieldsException(List.of(new FieldError(name, "is no such time")));
    }
  }

  static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
