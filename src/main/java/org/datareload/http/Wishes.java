package org.datareload.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.execution.Selection;

/** Reads from a body which files are meant. */
final class Wishes {
  private Wishes() {}

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

  static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
