package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.datareload.api.ApiRequest;
import org.datareload.api.Problem;
import org.datareload.api.ProblemException;
import org.datareload.dataset.FieldError;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The file {@code openapi.yaml}: the operations, and the validation of requests. */
public final class OpenApiContract {
  private static final long MAX_UNUSED_BODY = 4_096;
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

  private final OpenAPIContract contract;
  private final String text;
  private final Map<Parameter, RequestSchema> parameters = new IdentityHashMap<>();
  private final Map<String, RequestSchema> bodies = new HashMap<>();

  private OpenApiContract(OpenAPIContract contract, String text) {
    this.contract = contract;
    this.text = text;
    for (var operation : contract.operations()) {
      operation.getParameters().forEach(p -> parameters.put(p, schema(p.getSchema())));
      if (operation.getRequestBody() != null) {
        var type = operation.getRequestBody().getContent().get("application/json");
        bodies.put(operation.getOperationId(), schema(type.getSchema()));
      }
    }
  }

  private static RequestSchema schema(JsonSchema schema) {
    var text = new JsonObject();
    schema.fieldNames().forEach(keyword -> text.put(keyword, schema.get(keyword)));
    return new RequestSchema(text);
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
    return raw(operation).getString("summary");
  }

  /** What a caller needs for the operation: {@code x-action}. */
  String need(Operation operation) {
    return raw(operation).getString("x-action");
  }

  /**
   * The maximum bytes of a request's body, besides the limit of all operations: {@code x-max-body},
   * and little where there should be no body.
   */
  long maxBody(String operationId) {
    var otherwise = hasBody(operationId) ? Long.MAX_VALUE : MAX_UNUSED_BODY;
    return raw(contract.operation(operationId)).getLong("x-max-body", otherwise);
  }

  static String tooLarge(long maxBody) {
    return "The request body is larger than the " + maxBody + " bytes that this operation takes";
  }

  private JsonObject raw(Operation operation) {
    return contract
        .getRawContract()
        .getJsonObject("paths")
        .getJsonObject(operation.getOpenAPIPath())
        .getJsonObject(operation.getHttpMethod().name().toLowerCase(Locale.ROOT));
  }

  public static boolean hasTag(Operation operation, String tag) {
    return operation.getTags().contains(tag);
  }

  /** Whether the operation needs no authentication. */
  static boolean isPublic(Operation operation) {
    return operation.getSecurityRequirements().isEmpty();
  }

  boolean hasBody(String operationId) {
    return bodies.containsKey(operationId);
  }

  boolean isPaged(String operationId) {
    return contract.operation(operationId).getParameters().stream()
        .anyMatch(parameter -> parameter.getName().equals("limit"));
  }

  /**
   * Validates the whole request.
   *
   * @throws ProblemException 422 with the invalid fields, up to {@link FieldError#MAX}
   */
  ApiRequest check(ApiRequest request) {
    var errors = new LinkedHashMap<String, String>();
    var unknown = new TreeSet<>(request.query().keySet());
    for (var parameter : contract.operation(request.operation()).getParameters()) {
      var name = parameter.getName();
      if (parameter.getIn() == Location.QUERY) {
        unknown.remove(name);
        check(parameter, request.query().get(name), errors);
      } else if (parameter.getIn() == Location.HEADER) {
        check(parameter, request.headers().get(name.toLowerCase(Locale.ROOT)), errors);
      }
    }
    unknown.forEach(name -> errors.put(name, "is not a known parameter"));
    if (hasBody(request.operation())) {
      bodies.get(request.operation()).check(request.body(), "", errors);
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(
          Problem.invalid(
              errors.entrySet().stream()
                  .map(error -> new FieldError(error.getKey(), error.getValue()))
                  .toList()));
    }
    return request;
  }

  private void check(Parameter parameter, String text, Map<String, String> errors) {
    if (text != null) {
      var schema = parameters.get(parameter);
      schema.check(value(schema, text), parameter.getName(), errors);
    }
  }

  private static JsonNode value(RequestSchema schema, String text) {
    if (schema.isOf("integer") && INTEGER.matcher(text).matches()) {
      return LongNode.valueOf(Long.parseLong(text));
    }
    if (schema.isOf("boolean") && (text.equals("true") || text.equals("false"))) {
      return BooleanNode.valueOf(Boolean.parseBoolean(text));
    }
    return TextNode.valueOf(text);
  }
}
