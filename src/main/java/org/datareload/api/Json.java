package org.datareload.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.LinkedHashMap;

/** Reads and writes the JSON of requests and answers. */
public final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /**
   * Reads a request's body.
   *
   * @throws ProblemException 400 where it is no JSON
   */
  public static JsonNode read(byte[] body) {
    try {
      var node = MAPPER.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw new ProblemException(Problem.of(400, "The request has no body"));
      }
      return node;
    } catch (JsonProcessingException wrong) {
      var where = wrong.getLocation();
      var place = where == null ? "" : " at line " + where.getLineNr();
      throw new ProblemException(Problem.of(400, "The body is not JSON" + place));
    } catch (IOException | StackOverflowError wrong) {
      throw new ProblemException(Problem.of(400, "The body cannot be read"));
    }
  }

  /** The same as maps, lists and plain values. */
  public static Object plain(JsonNode node) {
    return MAPPER.convertValue(node, Object.class);
  }

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("cannot write " + value.getClass(), impossible);
    }
  }

  /** A page of things: the list by its name, a total where there is one, and what comes next. */
  static LinkedHashMap<String, Object> page(String name, Object list, Long total, Object next) {
    var page = new LinkedHashMap<String, Object>();
    page.put(name, list);
    if (total != null) {
      page.put("total", total);
    }
    page.put("next", next);
    return page;
  }
}
