package org.datareload.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.datareload.api.ApiRequest;
import org.datareload.api.Json;
import org.datareload.api.Problem;
import org.datareload.api.ProblemException;
import org.datareload.dataset.FieldError;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The file {@code openapi.yaml}: which operations there are, and what requests must look like. */
public final class OpenApiContract {
  static final String FILE = "openapi.yaml";
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

  private final OpenAPIContract contract;

  private OpenApiContract(OpenAPIContract contract) {
    this.contract = contract;
  }

  public static OpenApiContract load(Vertx vertx) {
    var whole = read();
    for (var path : whole.getJsonObject("paths")) {
      for (var operation : (JsonObject) path.getValue()) {
        // The library takes no answers but plain JSON; it is here for requests alone.
        var answers = new JsonObject().put("default", new JsonObject().put("description", "any"));
        ((JsonObject) operation.getValue()).put("responses", answers);
      }
    }
    whole.getJsonObject("components").remove("responses");
    return new OpenApiContract(
        OpenAPIContract.from(vertx, whole).toCompletionStage().toCompletableFuture().join());
  }

  private static JsonObject read() {
    try (var in = OpenApiContract.class.getClassLoader().getResourceAsStream(FILE)) {
      return new JsonObject(
          new Yaml(new SafeConstructor(new LoaderOptions())).<Map<String, Object>>load(in));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public List<Operation> operations() {
    return contract.operations();
  }

  /** What the contract says of the operation beyond the standard, such as its summary. */
  public String text(Operation operation, String field) {
    return contract
        .getRawContract()
        .getJsonObject("paths")
        .getJsonObject(operation.getOpenAPIPath())
        .getJsonObject(operation.getHttpMethod().name().toLowerCase(Locale.ROOT))
        .getString(field);
  }

  boolean hasBody(String operationId) {
    return contract.operation(operationId).getRequestBody() != null;
  }

  boolean isPaged(String operationId) {
    return contract.operation(operationId).getParameters().stream()
        .anyMatch(parameter -> parameter.getName().equals("limit"));
  }

  /** Whether anybody may send the request, whoever he is. */
  static boolean isPublic(Operation operation) {
    return operation.getSecurityRequirements().isEmpty();
  }

  public static boolean hasTag(Operation operation, String tag) {
    return operation.getTags().contains(tag);
  }

  /**
   * Checks all of a request at once.
   *
   * @throws ProblemException 422 with every field that is wrong
   */
  ApiRequest check(ApiRequest call) {
    var operation = contract.operation(call.operation());
    var errors = new ArrayList<FieldError>();
    var known = new ArrayList<String>();
    for (var parameter : operation.getParameters()) {
      if (parameter.getIn() == Location.QUERY) {
        known.add(parameter.getName());
        check(parameter, call.query().get(parameter.getName()), errors);
      } else if (parameter.getIn() == Location.HEADER) {
        var name = parameter.getName().toLowerCase(Locale.ROOT);
        check(parameter, call.headers().get(name), errors);
      }
    }
    for (var name : call.query().keySet()) {
      if (!known.contains(name)) {
        errors.add(new FieldError(name, "is not a parameter of this request"));
      }
    }
    if (operation.getRequestBody() != null) {
      var type = operation.getRequestBody().getContent().get("application/json");
      errors.addAll(errors(type.getSchema(), call.body()));
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
    return call;
  }

  private void check(Parameter parameter, String text, List<FieldError> errors) {
    if (text == null) {
      return;
    }
    Object value = value(parameter, text);
    var found = validate(parameter.getSchema(), value);
    if (!found.getValid()) {
      errors.add(new FieldError(parameter.getName(), SchemaErrors.first(found)));
    }
  }

  private static Object value(Parameter parameter, String text) {
    var type = parameter.getSchema().get("type");
    if ("integer".equals(type) && NUMBER.matcher(text).matches()) {
      return Long.valueOf(text);
    }
    if ("boolean".equals(type) && Map.of("true", 1, "false", 1).containsKey(text)) {
      return Boolean.valueOf(text);
    }
    return text;
  }

  private List<FieldError> errors(JsonSchema schema, JsonNode body) {
    Object plain = Json.plain(body);
    if (plain instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked")
      var map = (Map<String, Object>) plain;
      plain = new JsonObject(map);
    } else if (plain instanceof List<?> list) {
      plain = new JsonArray(list);
    }
    var found = validate(schema, plain);
    return found.getValid() ? List.of() : SchemaErrors.of(found);
  }

  private OutputUnit validate(JsonSchema schema, Object value) {
    return contract.getSchemaRepository().validator(schema).validate(value);
  }
}
