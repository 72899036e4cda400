package org.datareload.server;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.datareload.dataset.FieldError;

/**
 * A JSON schema of the contract, for values of requests. Its cost is bounded: a check ends at
 * {@link FieldError#MAX} errors, and a pattern is tried on texts only that are short enough.
 */
final class RequestSchema {
  /** For readers of the contract. */
  private static final Set<String> ANNOTATIONS = Set.of("description", "default");

  /** All that {@link #check} knows. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "enum",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "pattern",
          "minItems",
          "maxItems",
          "items",
          "required",
          "properties",
          "additionalProperties");

  private final JsonObject schema;
  private final List<String> types;
  private final List<String> allowed;
  private final BigDecimal minimum;
  private final BigDecimal maximum;
  private final Pattern pattern;
  private final RequestSchema items;
  private final List<String> required;
  private final Map<String, RequestSchema> properties = new LinkedHashMap<>();
  private final boolean isClosed;

  /**
   * @param schema its references resolved
   * @throws IllegalArgumentException if it has a keyword that is not checked here, or a pattern
   *     without {@code maxLength}
   */
  RequestSchema(JsonObject schema) {
    for (var keyword : schema.fieldNames()) {
      if (!KEYWORDS.contains(keyword)
          && !ANNOTATIONS.contains(keyword)
          && !keyword.startsWith("__")) {
        throw new IllegalArgumentException("Requests are not checked for " + keyword);
      }
    }
    if (schema.containsKey("pattern") && !schema.containsKey("maxLength")) {
      throw new IllegalArgumentException("The pattern has no maxLength: " + schema);
    }
    this.schema = schema;
    var type = schema.getValue("type");
    types = type instanceof String one ? List.of(one) : texts((JsonArray) type);
    allowed = texts(schema.getJsonArray("enum"));
    minimum = number("minimum");
    maximum = number("maximum");
    pattern = schema.containsKey("pattern") ? pattern(schema.getString("pattern")) : null;
    items = schema.containsKey("items") ? new RequestSchema(schema.getJsonObject("items")) : null;
    required = texts(schema.getJsonArray("required"));
    for (var property : schema.getJsonObject("properties", new JsonObject())) {
      properties.put(property.getKey(), new RequestSchema((JsonObject) property.getValue()));
    }
    isClosed = Boolean.FALSE.equals(schema.getValue("additionalProperties"));
  }

  private static List<String> texts(JsonArray array) {
    return array == null ? List.of() : array.stream().map(String.class::cast).toList();
  }

  private BigDecimal number(String keyword) {
    return schema.containsKey(keyword)
        ? new BigDecimal(schema.getNumber(keyword).toString())
        : null;
  }

  /** In Java {@code $} also stands before a line break at the end. */
  private static Pattern pattern(String regex) {
    return Pattern.compile(regex.replaceFirst("\\$$", "\\\\z"));
  }

  boolean isOf(String type) {
    return types.contains(type);
  }

  /**
   * Adds the errors of a value, by field and at most one a field.
   *
   * @param field names the value, empty for a body
   */
  void check(JsonNode value, String field, Map<String, String> errors) {
    check(value, field, field, errors);
  }

  /**
   * @param path names the value for its properties: {@code files[3]}, where the field is {@code
   *     files}
   */
  private void check(JsonNode value, String field, String path, Map<String, String> errors) {
    var error = error(value);
    if (error != null) {
      errors.putIfAbsent(field.isEmpty() ? "body" : field, error);
    } else if (value.isObject()) {
      checkProperties(value, path.isEmpty() ? "" : path + ".", errors);
    } else if (value.isArray() && items != null) {
      for (var i = 0; i < value.size() && errors.size() < FieldError.MAX; i++) {
        items.check(value.get(i), field, field + "[" + i + "]", errors);
      }
    }
  }

  private void checkProperties(JsonNode object, String prefix, Map<String, String> errors) {
    for (var name : required) {
      if (!object.has(name)) {
        errors.putIfAbsent(prefix + name, "is missing");
      }
    }
    for (var property : object.properties()) {
      if (errors.size() >= FieldError.MAX) {
        return;
      }
      var known = properties.get(property.getKey());
      if (known != null) {
        known.check(property.getValue(), prefix + property.getKey(), errors);
      } else if (isClosed) {
        errors.putIfAbsent(prefix + property.getKey(), "is not a known field");
      }
    }
  }

  /** What the value itself must be, or null. */
  private String error(JsonNode value) {
    if (!types.isEmpty() && types.stream().noneMatch(type -> isA(type, value))) {
      return "must be of type "
          + types.stream().filter(type -> !type.equals("null")).collect(joining(", "));
    }
    if (!allowed.isEmpty() && !(value.isTextual() && allowed.contains(value.textValue()))) {
      return "must be one of " + schema.getJsonArray("enum").encode();
    }
    if (value.isTextual()) {
      return textError(value.textValue());
    }
    if (value.isNumber()) {
      return numberError(value.decimalValue());
    }
    return value.isArray() ? countError(value.size()) : null;
  }

  private static boolean isA(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "number" -> value.isNumber();
      // 1.0 is an integer. The reader has limited how long this takes.
      case "integer" ->
          value.isIntegralNumber()
              || value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
      default -> throw new IllegalStateException("unknown type " + type);
    };
  }

  private String textError(String text) {
    var length = text.codePointCount(0, text.length());
    if (length < schema.getInteger("minLength", 0)) {
      return "is too short: it has %d characters and needs %d"
          .formatted(length, schema.getInteger("minLength"));
    }
    if (length > schema.getInteger("maxLength", Integer.MAX_VALUE)) {
      return "is too long: it has %d characters of at most %d"
          .formatted(length, schema.getInteger("maxLength"));
    }
    return pattern == null || pattern.matcher(text).find()
        ? null
        : "has an invalid format or characters that are not allowed";
  }

  private String numberError(BigDecimal number) {
    if (minimum != null && number.compareTo(minimum) < 0) {
      return "must be at least %s, not %s".formatted(minimum, number);
    }
    return maximum != null && number.compareTo(maximum) > 0
        ? "must be at most %s, not %s".formatted(maximum, number)
        : null;
  }

  private String countError(int size) {
    if (size < schema.getInteger("minItems", 0)) {
      return "has too few entries: %d, and needs %d".formatted(size, schema.getInteger("minItems"));
    }
    return size > schema.getInteger("maxItems", Integer.MAX_VALUE)
        ? "has too many entries: %d of at most %d".formatted(size, schema.getInteger("maxItems"))
        : null;
  }
}
