package org.datareload.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The small JSON object of an audit's row. */
final class AuditDetail {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, String>> TEXTS =
      new TypeReference<>() {};
  private static final int MOST = 2000;
  private static final int MOST_VALUE = 200;

  private AuditDetail() {}

  static String write(Map<String, String> detail) {
    var texts = new TreeMap<String, String>();
    detail.forEach((name, value) -> texts.put(name, cut(String.valueOf(value))));
    try {
      var text = JSON.writeValueAsString(texts);
      return text.length() <= MOST ? text : "{\"shortened\":\"true\"}";
    } catch (JsonProcessingException never) {
      throw new IllegalStateException("Texts are always JSON", never);
    }
  }

  static Map<String, String> read(String text) {
    try {
      return JSON.readValue(text, TEXTS);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("An audit's detail is no JSON object: " + text, broken);
    }
  }

  private static String cut(String value) {
    return value.length() <= MOST_VALUE ? value : value.substring(0, MOST_VALUE) + "…";
  }
}
