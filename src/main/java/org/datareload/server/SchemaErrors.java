package org.datareload.server;

import io.vertx.json.schema.OutputUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.datareload.dataset.FieldError;

/** Translates the output of the JSON schema validator into one error per field. */
final class SchemaErrors {
  /** Keywords that only repeat a nested error; skipped. */
  private static final Set<String> PARENTS = Set.of("properties", "items", "$ref");

  private static final Pattern PROPERTY = Pattern.compile("property \"([^\"]*)\"");

  private static final Pattern COUNTS = Pattern.compile("\\([ +]*(\\d+) [<>] (\\d+)\\)");

  private SchemaErrors() {}

  /** At least one error. */
  static List<FieldError> of(OutputUnit output) {
    var messages = new LinkedHashMap<String, String>();
    for (var unit : output.getErrors()) {
      var location = unit.getKeywordLocation();
      var keyword = location.substring(location.lastIndexOf('/') + 1);
      var field = field(unit.getInstanceLocation());
      if (keyword.equals("required")) {
        var property = PROPERTY.matcher(unit.getError());
        if (property.find()) {
          field = field.isEmpty() ? property.group(1) : field + "." + property.group(1);
        }
        messages.putIfAbsent(field, "is missing");
      } else if (!PARENTS.contains(keyword)) {
        messages.putIfAbsent(
            field.isEmpty() ? "body" : field, message(keyword, unit.getError().strip()));
      }
    }
    if (messages.isEmpty()) {
      return List.of(new FieldError("body", "is invalid"));
    }
    return messages.entrySet().stream()
        .map(entry -> new FieldError(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** {@code #/files/3/name} is {@code files[3].name}, but {@code #/notify/0} is {@code notify}. */
  private static String field(String location) {
    var parts = location.replaceFirst("^#?/?", "").split("/");
    var field = new StringBuilder();
    for (var i = 0; i < parts.length; i++) {
      var part = parts[i].replace("~1", "/").replace("~0", "~");
      if (part.matches("[0-9]+") && i > 0) {
        if (i < parts.length - 1) {
          field.append('[').append(part).append(']');
        }
      } else {
        field.append(field.isEmpty() ? "" : ".").append(part);
      }
    }
    return field.toString();
  }

  private static String message(String keyword, String text) {
    return switch (keyword) {
      case "additionalProperties" -> "is not a known field";
      case "type" ->
          text.replaceFirst("Instance type (.*) is invalid. Expected", "must be of type")
              .replace(", null", "");
      case "pattern", "format" -> "has an invalid format or characters that are not allowed";
      case "enum" -> text.replaceFirst("Instance does not match any of", "must be one of");
      case "minLength" -> counts("is too short: it has %s characters and needs %s", text);
      case "maxLength" -> counts("is too long: it has %s characters of at most %s", text);
      case "minItems" -> counts("has too few entries: %s, and needs %s", text);
      case "maxItems" -> counts("has too many entries: %s of at most %s", text);
      case "minimum" -> text.replaceFirst("(.*) is less than (.*)", "must be at least $2, not $1");
      case "maximum" ->
          text.replaceFirst("(.*) is greater than (.*)", "must be at most $2, not $1");
      default -> "is invalid";
    };
  }

  /** The validator says what it found and what it expects as {@code (found < expected)}. */
  private static String counts(String sentence, String text) {
    var counts = COUNTS.matcher(text);
    return counts.find() ? sentence.formatted(counts.group(1), counts.group(2)) : "is invalid";
  }
}
