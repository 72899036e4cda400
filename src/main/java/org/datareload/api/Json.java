package org.datareload.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.datareload.dataset.BoundedJson;

/** Reads and writes the JSON of requests and responses. */
public final class Json {
  /** The largest {@code reload.http.max-body}. */
  private static final int MAX_LENGTH = 64 << 20;

  /** The contract's largest lists have 40,000. */
  private static final int MAX_TOKENS = 50_000;

  static final JsonMapper MAPPER =
      BoundedJson.mapper(MAX_LENGTH, MAX_TOKENS)
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /**
   * Parses the body of a request.
   *
   * @throws ProblemException 400 if it is not JSON, or exceeds a limit of {@link BoundedJson}
   */
  public static JsonNode read(byte[] body) {
    try {
      var node = MAPPER.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw new ProblemException(Problem.of(400, "The request has no body"));
      }
      return node;
    } catch (StreamConstraintsException exceeded) {
      throw new ProblemException(
          Problem.of(400, "The request body is too complex: " + BoundedJson.reason(exceeded)));
    } catch (JsonProcessingException invalid) {
      var location = invalid.getLocation();
      var line = location == null ? "" : " at line " + location.getLineNr();
      throw new ProblemException(Problem.of(400, "The request body is not valid JSON" + line));
    } catch (IOException unreadable) {
      throw new ProblemException(Problem.of(400, "The request body cannot be read"));
    }
  }

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException failed) {
      throw new IllegalStateException("cannot write " + value.getClass(), failed);
    }
  }

  /** The elements of an array as text; empty if the node is missing. */
  static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  /** The field as text, or null if it is missing or null. */
  static String text(JsonNode object, String field) {
    return object.hasNonNull(field) ? object.get(field).asText() : null;
  }
}
