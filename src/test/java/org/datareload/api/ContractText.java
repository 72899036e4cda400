package org.datareload.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.datareload.api.TestServer.Reply;
import org.yaml.snakeyaml.Yaml;

/** The contract as tests read it: its operations, and the check of responses against it. */
public final class ContractText {
  private final JsonObject whole;
  private final List<Operation> operations = new ArrayList<>();

  public ContractText() {
    try (var in = ContractText.class.getClassLoader().getResourceAsStream("openapi.yaml")) {
      whole = new JsonObject(new Yaml().<Map<String, Object>>load(in));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    for (var path : whole.getJsonObject("paths")) {
      for (var operation : (JsonObject) path.getValue()) {
        var plain = (JsonObject) resolved(operation.getValue());
        operations.add(
            new Operation(path.getKey(), operation.getKey().toUpperCase(Locale.ROOT), plain));
      }
    }
  }

  /** An operation with its references resolved. */
  public record Operation(String path, String method, JsonObject text) {
    public String id() {
      return text.getString("operationId");
    }

    /** The documented statuses, without the default. */
    List<Integer> statuses() {
      return text.getJsonObject("responses").fieldNames().stream()
          .filter(status -> !status.equals("default"))
          .map(Integer::valueOf)
          .toList();
    }

    List<JsonObject> parameters(String where) {
      return text.getJsonArray("parameters", new JsonArray()).stream()
          .map(JsonObject.class::cast)
          .filter(parameter -> parameter.getString("in").equals(where))
          .toList();
    }

    /** The schema of the body, or null. */
    public JsonObject body() {
      var body = text.getJsonObject("requestBody");
      return body == null
          ? null
          : body.getJsonObject("content").getJsonObject("application/json").getJsonObject("schema");
    }

    @Override
    public String toString() {
      return id();
    }
  }

  public List<Operation> operations() {
    return operations;
  }

  /** How a response violates the contract, or "". */
  String violation(Operation operation, Reply reply) {
    var all = operation.text().getJsonObject("responses");
    var found = all.getJsonObject(Integer.toString(reply.status()));
    var response = found == null && reply.status() >= 400 ? all.getJsonObject("default") : found;
    if (response == null) {
      return "status " + reply.status() + " is not documented";
    }
    var content = response.getJsonObject("content", new JsonObject());
    if (content.isEmpty()) {
      return reply.text().isEmpty() ? "" : "there is a body";
    }
    var type = reply.headers().getOrDefault("content-type", "").split(";")[0];
    if (!content.containsKey(type)) {
      return "type " + type + " is not documented";
    }
    if (!type.endsWith("json")) {
      return "";
    }
    var wrong = violation(content.getJsonObject(type), reply.text());
    return wrong.isEmpty() && reply.status() == 422 ? unreadable(reply) : wrong;
  }

  /** The error of a field that is not a sentence about it, or "". */
  private static String unreadable(Reply reply) {
    var detail = reply.json().path("detail").asText();
    for (var error : reply.json().path("errors")) {
      var path = error.path("field").asText();
      var field = path.substring(path.lastIndexOf('.') + 1).replaceFirst("\\[\\d+]$", "");
      var message = error.path("message").asText();
      var word = field.matches("[\\w-]{1,80}") ? field : "\".*\"";
      if (!message.matches("(?s)" + word + " (is|are|has|must|would|cannot|does not) ?.*\\S")
          || message.contains("  ")
          || message.matches("(?s).*(Instance|String|Array|schema|null).*")) {
        return "not a sentence about " + field + ": \"" + message + "\"";
      }
      if (reply.json().path("errors").size() == 1 && !detail.endsWith(message)) {
        return "the detail does not say: " + message;
      }
    }
    return "";
  }

  private static String violation(JsonObject content, String text) {
    var options =
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("app://contract")
            .setOutputFormat(OutputFormat.Basic);
    var result =
        Validator.create(JsonSchema.of(content.getJsonObject("schema")), options)
            .validate(new JsonObject(text));
    return Boolean.TRUE.equals(result.getValid()) ? "" : result.toJson().encode();
  }

  private Object resolved(Object value) {
    if (value instanceof JsonObject object) {
      var reference = object.getString("$ref");
      if (reference != null) {
        Object target = whole;
        for (var part : reference.substring(2).split("/")) {
          target = ((JsonObject) target).getValue(part);
        }
        return resolved(target);
      }
      var copy = new JsonObject();
      object.forEach(entry -> copy.put(entry.getKey(), resolved(entry.getValue())));
      return copy;
    }
    if (value instanceof JsonArray array) {
      var copy = new JsonArray();
      array.forEach(item -> copy.add(resolved(item)));
      return copy;
    }
    return value;
  }
}
