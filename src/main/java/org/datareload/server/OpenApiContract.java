package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.datareload.api.ApiRequest;
import org.datareload.api.Json;
import org.datareload.api.Problem;
import org.datareload.api.ProblemException;
import org.datareload.dataset.FieldError;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The file {@code openapi.yaml}: the operations, and the validation of requests. */
public final class OpenApiContract {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

  private final OpenAPIContract contract;
  private final String text;

  private OpenApiContract(OpenAPIContract contract, String text) {
    this.contract = contract;
    this.text = text;
  }

  public static OpenApiContract load(Vertx vertx) {
    var text = read();
    var file =
        new JsonObject(
            new Yaml(new SafeConstructor(new LoaderOptions())).<Map<String, Object>>load(text));
    for (var path : file.getJsonObject("paths")) {
      for (var operation : (JsonObject) path.getValue()) {
        // The library rejects responses that are not JSON, and is needed for requests only.
        var responses = new JsonObject().put("default", new JsonObject().put("description", "any"));
        ((JsonObject) operation.getValue()).put("responses", responses);
      }
    }
    file.getJsonObject("components").remove("responses");
    return new OpenApiContract(
        OpenAPIContract.from(vertx, file).toCompletionStage().toCompletableFuture().join(), text);
  }

  private static String read() {
    try (var in = OpenApiContract.class.getClassLoader().getResourceAsStream("openapi.yaml")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The file. */
  String text() {
    return text;
  }

  public List<Operation> operations() {
    return contract.operations();
  }

  public String summary(Operation operation) {
    return text(operation, "summary");
  }

  /** What the caller needs: {@code x-action}. */
  public String action(Operation operation) {
    return text(operation, "x-action");
  }

  private String text(Operation operation, String field) {
    return contract
        .getRawContract()
        .getJsonObject("paths")
        .getJsonObject(operation.getOpenAPIPath())
        .getJsonObject(operation.getHttpMethod().name().toLowerCase(Locale.ROOT))
        .getString(field);
  }

  public static boolean hasTag(Operation operation, String tag) {
    return operation.getTags().contains(tag);
  }

  /** Whether the operation needs no authentication. */
  static boolean isPublic(Operation operation) {
    return operation.getSecurityRequirements().isEmpty();
  }

  boolean hasBody(String operationId) {
    return contract.operation(operationId).getRequestBody() != null;
  }

  boolean isPaged(String operationId) {
    return contract.operation(operationId).getParameters().stream()
        .anyMatch(parameter -> parameter.getName().equals("limit"));
  }

  /**
   * Validates the whole request.
   *
   * @throws ProblemException 422 with all invalid fields
   */
  ApiRequest check(ApiRequest request) {
    var operation = contract.operation(request.operation());
    var errors = new ArrayList<FieldError>();
    var unknown = new TreeSet<>(request.query().keySet());
    for (var parameter : operation.getParameters()) {
      var name = parameter.getName();
      if (parameter.getIn() == Location.QUERY) {
        unknown.remove(name);
        check(parameter, request.query().get(name), errors);
      } else if (parameter.getIn() == Location.HEADER) {
        check(parameter, request.headers().get(name.toLowerCase(Locale.ROOT)), errors);
      }
    }
    unknown.forEach(name -> errors.add(new FieldError(name, "is not a known parameter")));
    if (operation.getRequestBody() != null) {
      var type = operation.getRequestBody().getContent().get("application/json");
      var found = validate(type.getSchema(), vertxJson(request.body()));
      if (!found.getValid()) {
        errors.addAll(SchemaErrors.of(found));
      }
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
    return request;
  }

  private void check(Parameter parameter, String text, List<FieldError> errors) {
    if (text == null) {
      return;
    }
    var found = validate(parameter.getSchema(), value(parameter, text));
    if (!found.getValid()) {
      errors.add(new FieldError(parameter.getName(), SchemaErrors.of(found).get(0).message()));
    }
  }

  private static Object value(Parameter parameter, String text) {
    var type = parameter.getSchema().get("type");
    if ("integer".equals(type) && INTEGER.matcher(text).matches()) {
      return Long.valueOf(text);
    }
    if ("boolean".equals(type) && (text.equals("true") || text.equals("false"))) {
      return Boolean.valueOf(text);
    }
    return text;
  }

  @SuppressWarnings("unchecked")
  private static Object vertxJson(JsonNode body) {
    var plain = Json.plain(body);
    if (plain instanceof Map<?, ?> map) {
      return new JsonObject((Map<String, Object>) map);
    }
    return plain instanceof List<?> list ? new JsonArray(list) : plain;
  }

  private OutputUnit validate(JsonSchema schema, Object value) {
    return contract.getSchemaRepository().validator(schema).validate(value);
  }
}
