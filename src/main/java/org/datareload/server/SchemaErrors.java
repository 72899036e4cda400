package org.datareload.server;

import io.vertx.json.schema.OutputUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.datareload.dataset.FieldError;

/** Says in the words of fields what a validator has to say of schemas. */
final class SchemaErrors {
  /** Said of what holds the field that is wrong. */
  private static final Set<String> ECHOES = Set.of("properties", "items", "$ref");

  private static final Pattern NAME = Pattern.compile("property \"([^\"]*)\"");

  private SchemaErrors() {}

  /** One error for each field that is wrong. */
  static List<FieldError> of(OutputUnit found) {
    Map<String, String> messages = new LinkedHashMap<>();
    for (var unit : found.getErrors()) {
      var keyword = last(unit.getKeywordLocation());
      if (ECHOES.contains(keyword)) {
        continue;
      }
      var field = field(unit.getInstanceLocation());
      if (keyword.equals("required")) {
        var name = NAME.matcher(unit.getError());
        field = name.find() ? (field.isEmpty() ? "" : field + ".") + name.group(1) : field;
        messages.putIfAbsent(field, "is missing");
      } else {
        messages.putIfAbsent(field.isEmpty() ? "body" : field, message(keyword, unit.getError()));
      }
    }
    var errors = new ArrayList<FieldError>();
    messages.forEach((field, message) -> errors.add(new FieldError(field, message)));
    return errors.isEmpty() ? List.of(new FieldError("body", "is not as it must be")) : errors;
  }

  /** What is wrong with a single value. */
  static String first(OutputUnit found) {
    return of(found).get(0).message();
  }

  private static String last(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** {@code #/files/3/name} is {@code files[3].name}; the items of {@code notify} are one field. */
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

  private static String message(String keyword, String said) {
    return switch (keyword) {
      case "additionalProperties" -> "is not a field of this request";
      case "type" ->
          said.replaceFirst("Instance type (.*) is invalid. Expected", "must be of type");
      case "pattern", "format" -> "has characters that are not allowed, or has another form";
      case "enum" -> said.replaceFirst("Instance does not match any of", "must be one of");
      case "maxLength", "minLength" -> said.replaceFirst("String", "");
      case "maxItems", "minItems" -> said.replaceFirst("Array", "").replace("( + ", "(");
      default -> said;
    };
  }
}
