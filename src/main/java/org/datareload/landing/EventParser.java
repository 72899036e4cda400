package org.datareload.landing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the messages by which stores tell of their objects: {@code Records} as AWS, MinIO and Ceph
 * send them, the same inside a notification of SNS, and EventBridge events. A message is read whole
 * or not at all: one record that cannot be read makes the message unreadable, so that it comes
 * again and at last lies among the dead letters. Its good records are not lost, for the sweep finds
 * every object without events.
 */
public final class EventParser {
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(50)
                          .maxStringLength(MAX_CHARACTERS)
                          .maxDocumentLength(MAX_CHARACTERS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * The events of one message, in its order; none for the test message of a new subscription.
   *
   * @throws UnreadableEventException where the message is of no known shape
   */
  public List<ObjectEvent> parse(String body) {
    var message = read(body);
    if ("Notification".equals(message.path("Type").asText())
        && message.path("Message").isTextual()) {
      message = read(message.get("Message").textValue());
    }
    if (message.path("Records").isArray()) {
      var events = new ArrayList<ObjectEvent>();
      message.get("Records").forEach(item -> events.add(S3Record.event(item)));
      return List.copyOf(events);
    }
    if ("s3:TestEvent".equals(message.path("Event").asText())) {
      return List.of();
    }
    if (message.path("detail-type").isTextual()) {
      return List.of(EventBridgeRecord.event(message));
    }
    throw new UnreadableEventException("The message is no event of a store: " + shown(body));
  }

  private static JsonNode read(String body) {
    if (body == null || body.length() > MAX_CHARACTERS) {
      throw new UnreadableEventException("The message is empty or longer than 1 MiB");
    }
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UnreadableEventException(
          "The message is not JSON, " + shown(e.getOriginalMessage()) + ": " + shown(body));
    }
  }

  /** The beginning of a text, fit for one line of a log. */
  static String shown(String text) {
    var line = text.substring(0, Math.min(text.length(), 120)).replaceAll("\\p{Cntrl}", " ");
    return line.length() < text.length() ? line + "…" : line;
  }
}
