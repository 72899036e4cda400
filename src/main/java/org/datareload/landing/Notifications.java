package org.datareload.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.datareload.landing.ObjectEvent.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses event notifications of S3 stores: {@code Records} as AWS, MinIO and Ceph send them, the
 * same wrapped in an SNS notification, and EventBridge events.
 *
 * <p>A message is parsed whole or not at all: one unreadable record fails the message, so that the
 * queue redelivers it and then moves it to the dead-letter queue. No object is lost by that: the
 * sweep finds every object without events.
 */
public final class Notifications {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
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

  private final String bucket;

  /**
   * @param bucket the landing zone's bucket; events of other buckets are dropped
   */
  public Notifications(String bucket) {
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /**
   * The created and removed objects of one message, in its order. Drops events of other buckets and
   * of other kinds; a test message of a new subscription has no events.
   *
   * @throws UnreadableEventException if the message or one of its records has no known format
   */
  public List<ObjectEvent> parse(String body) {
    var events = new ArrayList<ObjectEvent>();
    var otherBuckets = new TreeSet<String>();
    for (var event : read(body)) {
      if (!event.bucket().equals(bucket)) {
        otherBuckets.add(excerpt(event.bucket()));
      } else if (event.kind() != Kind.OTHER) {
        events.add(event);
      }
    }
    if (!otherBuckets.isEmpty()) {
      LOG.warn("Ignored events of buckets {}: the landing zone is {}", otherBuckets, bucket);
    }
    return events;
  }

  /** All events of a message, whatever their bucket and kind. */
  static List<ObjectEvent> read(String body) {
    var message = json(body);
    if ("Notification".equals(message.path("Type").asText())
        && message.path("Message").isTextual()) {
      message = json(message.get("Message").textValue());
    }
    if (message.path("Records").isArray()) {
      var events = new ArrayList<ObjectEvent>();
      message.get("Records").forEach(item -> events.add(recordEvent(item)));
      return events;
    }
    if ("s3:TestEvent".equals(message.path("Event").asText())) {
      return List.of();
    }
    if (message.path("detail-type").isTextual()) {
      return List.of(eventBridgeEvent(message));
    }
    throw new UnreadableEventException("The message is not an S3 event: " + excerpt(body));
  }

  /** One of the {@code Records} that AWS, MinIO and Ceph send. */
  private static ObjectEvent recordEvent(JsonNode item) {
    var source = text(item, "eventSource");
    var name = text(item, "eventName");
    var bucket = text(item.path("s3").path("bucket"), "name");
    var key = text(item.path("s3").path("object"), "key");
    if (source == null || name == null || bucket == null || key == null) {
      throw new UnreadableEventException(
          "A record lacks eventSource, eventName, s3.bucket.name or s3.object.key: "
              + excerpt(item.toString()));
    }
    return new ObjectEvent(recordKind(name), bucket, isKeyEncoded(source) ? decode(key) : key);
  }

  private static Kind recordKind(String eventName) {
    var name = eventName.startsWith("s3:") ? eventName.substring(3) : eventName;
    if (name.startsWith("ObjectCreated:") || name.startsWith("ObjectSynced:Create")) {
      return Kind.CREATED;
    }
    var isRemoved =
        name.startsWith("ObjectRemoved:")
            || name.startsWith("LifecycleExpiration:")
            || name.startsWith("ObjectLifecycle:Expiration")
            || name.startsWith("ObjectSynced:Delete");
    return isRemoved ? Kind.REMOVED : Kind.OTHER;
  }

  private static boolean isKeyEncoded(String source) {
    return switch (source) {
      case "aws:s3", "minio:s3" -> true;
      case "ceph:s3" -> false;
      default ->
          throw new UnreadableEventException(
              "eventSource must be aws:s3, minio:s3 or ceph:s3, not " + excerpt(source));
    };
  }

  /** A key that cannot be decoded was not encoded and is taken literally. */
  private static String decode(String key) {
    try {
      return URLDecoder.decode(key, UTF_8);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }

  /** An S3 event from EventBridge: one a message, its key not encoded. */
  private static ObjectEvent eventBridgeEvent(JsonNode message) {
    var type = text(message, "detail-type");
    var bucket = text(message.path("detail").path("bucket"), "name");
    var key = text(message.path("detail").path("object"), "key");
    if (!"aws.s3".equals(text(message, "source"))
        || type == null
        || bucket == null
        || key == null) {
      throw new UnreadableEventException(
          "The EventBridge event is not from aws.s3 or lacks detail-type, bucket or key: "
              + excerpt(message.toString()));
    }
    var kind =
        switch (type) {
          case "Object Created" -> Kind.CREATED;
          case "Object Deleted" -> Kind.REMOVED;
          default -> Kind.OTHER;
        };
    return new ObjectEvent(kind, bucket, key);
  }

  /** The field's text, or null if it is missing or empty. */
  private static String text(JsonNode node, String field) {
    var text = node.path(field).textValue();
    return text == null || text.isEmpty() ? null : text;
  }

  private static JsonNode json(String body) {
    if (body == null || body.length() > MAX_CHARACTERS) {
      throw new UnreadableEventException("The message is empty or longer than 1 MiB");
    }
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UnreadableEventException(
          "The message is not JSON, " + excerpt(e.getOriginalMessage()) + ": " + excerpt(body));
    }
  }

  /** The first 120 characters of an untrusted text, on one line. */
  static String excerpt(String text) {
    var line = text.substring(0, Math.min(text.length(), 120)).replaceAll("\\p{Cntrl}", " ");
    return line.length() < text.length() ? line + "…" : line;
  }
}
