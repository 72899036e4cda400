package org.datareload.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.datareload.api.ContractText;
import org.datareload.dataset.FieldError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSchemaTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final RequestSchema SCHEMA =
      new RequestSchema(
          new JsonObject(
              """
              {"type": "object", "additionalProperties": false, "required": ["id"],
               "properties": {
                 "id": {"type": "string", "minLength": 2, "maxLength": 4, "pattern": "^[a-z]*$"},
                 "n": {"type": "integer", "minimum": 1, "maximum": 9},
                 "kind": {"type": ["string", "null"], "enum": ["a", "b"]},
                 "tags": {"type": "array", "minItems": 1, "maxItems": 2,
                          "items": {"type": "string", "maxLength": 1}},
                 "files": {"type": "array", "items": {
                   "type": "object", "additionalProperties": false, "required": ["name"],
                   "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}}}}}
              """));

  private static Map<String, String> errors(RequestSchema schema, String json) {
    var errors = new LinkedHashMap<String, String>();
    schema.check(read(json), "", errors);
    return errors;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException invalid) {
      throw new IllegalArgumentException(json, invalid);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                               | body          | must be of type object",
        "{}                               | id            | is missing",
        "{'id':'abc','x':1}               | x             | is not a known field",
        "{'id':1}                         | id            | must be of type string",
        "{'id':'a'}                       | id            | is too short: it has 1 characters and needs 2",
        "{'id':'abcde'}                   | id            | is too long: it has 5 characters of at most 4",
        "{'id':'ABCDE'}                   | id            | is too long: it has 5 characters of at most 4",
        "{'id':'aB'}                      | id            | has an invalid format or characters that are not allowed",
        "{'id':'ab\\n'}                   | id            | has an invalid format or characters that are not allowed",
        "{'id':'ab','n':0}                | n             | 'must be at least 1, not 0'",
        "{'id':'ab','n':10}               | n             | 'must be at most 9, not 10'",
        "{'id':'ab','n':1.5}              | n             | must be of type integer",
        "{'id':'ab','n':1e99}             | n             | 'must be at most 9, not 1E+99'",
        "{'id':'ab','kind':'c'}           | kind          | must be one of [\"a\",\"b\"]",
        "{'id':'ab','kind':1}             | kind          | must be of type string",
        "{'id':'ab','tags':[]}            | tags          | 'has too few entries: 0, and needs 1'",
        "{'id':'ab','tags':['a','b','c']} | tags          | has too many entries: 3 of at most 2",
        "{'id':'ab','tags':['a','bc']}    | tags          | is too long: it has 2 characters of at most 1",
        "{'id':'ab','files':[{}]}         | files[0].name | is missing",
        "{'id':'ab','files':[{'name':'a','size':'1'}]} | files[0].size | must be of type integer",
        "{'id':'ab','files':[1]}          | files         | must be of type object"
      })
  void namesTheFieldAndWhatItMustBe(String json, String field, String message) {
    var said = message.replaceAll("^'|'$", "");

    assertThat(errors(SCHEMA, json.replace('\'', '"'))).isEqualTo(Map.of(field, said));
  }

  @Test
  void acceptsWhatTheSchemaAllows() {
    var all =
        "{\"id\":\"ab\",\"n\":1.0,\"kind\":\"a\",\"tags\":[\"a\"],\"files\":[{\"name\":\"\"}]}";

    assertThat(errors(SCHEMA, all)).isEmpty();
  }

  @Test
  void stopsAtFiftyErrors() {
    var files = "{\"id\":\"ab\",\"files\":[" + "{},".repeat(10_000) + "{}]}";

    assertThat(errors(SCHEMA, files)).hasSize(FieldError.MAX);
  }

  @Test
  void refusesSchemasThatItWouldNotCheckInFull() {
    for (var schema :
        List.of("{\"uniqueItems\":true}", "{\"type\":\"string\",\"pattern\":\"^(a*)*$\"}")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new RequestSchema(new JsonObject(schema)));
    }
  }

  /**
   * Of random bodies, valid and not, for each operation. {@code -Dreload.proof.seed} repeats it.
   */
  @Test
  void agreesWithAnotherValidator() {
    var seed = Long.getLong("reload.proof.seed", System.nanoTime());
    var random = new Random(seed);
    var schemas =
        new ContractText()
            .operations().stream().map(ContractText.Operation::body).filter(Objects::nonNull);
    var options =
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("app://contract")
            .setOutputFormat(OutputFormat.Flag);
    var valid = new int[2];
    schemas.forEach(
        schema -> {
          var other = Validator.create(JsonSchema.of(schema.copy()), options);
          var own = new RequestSchema(schema);
          for (var i = 0; i < 400; i++) {
            var value = value(schema, random);
            var text = io.vertx.core.json.Json.encode(value);
            var isValid = Boolean.TRUE.equals(other.validate(value).getValid());
            assertThat(errors(own, text).isEmpty())
                .as("%s, -Dreload.proof.seed=%d", text, seed)
                .isEqualTo(isValid);
            valid[isValid ? 0 : 1]++;
          }
        });
    assertThat(valid[0]).isGreaterThan(100);
    assertThat(valid[1]).isGreaterThan(100);
  }

  private static Object value(JsonObject schema, Random random) {
    if (random.nextInt(12) == 0) {
      var odd =
          List.of("", "x".repeat(300), -1, 1.5, 1e18, true, new JsonArray(), new JsonObject());
      return odd.get(random.nextInt(odd.size()));
    }
    if (schema.containsKey("enum")) {
      return schema.getJsonArray("enum").getValue(0);
    }
    return switch (String.valueOf(schema.getValue("type"))) {
      case "object" -> object(schema, random);
      case "array" -> {
        var value = new JsonArray();
        for (var i = random.nextInt(4); i > 0; i--) {
          value.add(value(schema.getJsonObject("items"), random));
        }
        yield value;
      }
      case "integer" -> random.nextInt(20);
      case "boolean" -> random.nextBoolean();
      default -> text(schema.getString("pattern", ""), random);
    };
  }

  private static JsonObject object(JsonObject schema, Random random) {
    var value = new JsonObject();
    var required = schema.getJsonArray("required", new JsonArray());
    for (var property : schema.getJsonObject("properties", new JsonObject())) {
      if (random.nextInt(20) < (required.contains(property.getKey()) ? 19 : 8)) {
        value.put(property.getKey(), value((JsonObject) property.getValue(), random));
      }
    }
    if (random.nextInt(20) == 0) {
      value.put("odd", 1);
    }
    return value;
  }

  private static String text(String pattern, Random random) {
    if (pattern.contains("@")) {
      return "ana" + random.nextInt(9) + "@example.com";
    }
    return pattern.contains("(ms|")
        ? random.nextInt(90) + "s"
        : pattern.contains("]+/[") ? "a/b" : "name";
  }
}
