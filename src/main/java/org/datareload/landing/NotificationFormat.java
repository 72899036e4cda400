package org.datareload.landing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.datareload.dataset.BoundedJson;
import org.datareload.landing.ObjectEvent.Kind;
import org.datareload.store.StoredObject;

/**
 * The formats of event notifications: S3-shaped records of any source, EventBridge events, the two
 * fields of MinIO beside its records, and each of them in the envelopes of SNS, SQS, Lambda and
 * CloudEvents.
 *
 * <p>A message is read whole or not at all: one unreadable record fails the message, so that the
 * queue redelivers it and then moves it to the dead-letter queue. No object is lost by that: the
 * sweep finds every object without events.
 */
final class NotificationFormat {
  private static final int MAX_CHARACTERS = 1 << 20;

  /** More than the records of S3 that fit into a message have. */
  private static final int MAX_TOKENS = 200_000;

  private static final JsonMapper JSON =
      BoundedJson.mapper(MAX_CHARACTERS, MAX_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String EVENT_BRIDGE = "aws.s3";
  private static final String MINIO = "minio:s3";

  /** Whether a source form-encodes the keys of its records. Ceph does not. */
  private static final Map<String, Boolean> ENCODES_KEYS =
      Map.of("aws:s3", true, MINIO, true, "ceph:s3", false, EVENT_BRIDGE, false, "OBS", true);

  private static final List<String> CREATED = List.of("objectcreated", "objectsynced:create");
  private static final List<String> REMOVED =
      List.of(
          "objectremoved",
          "objectdeleted",
          "objectsynced:delete",
          "lifecycleexpiration:",
          "objectlifecycle:expiration");

  /** SNS tells so of the subscription itself, see {@link TopicSubscriptions}. */
  private static final Set<String> ABOUT_SUBSCRIPTIONS =
      Set.of("SubscriptionConfirmation", "UnsubscribeConfirmation");

  /** Bytes; more than any store allows for one object. */
  private static final long MAX_SIZE = 1L << 50;

  /** An ETag of any store, with or without its quotes. */
  private static final Pattern PLAIN_ETAG = Pattern.compile("\"?[\\w+/=.:-]{1,200}\"?");

  /** Not "null", which the store says of an object that has no version. */
  private static final Pattern PLAIN_VERSION = Pattern.compile("(?!null$)[\\w+/=.:-]{1,1024}");

  private NotificationFormat() {}

  static boolean isKnown(String source) {
    return ENCODES_KEYS.containsKey(source);
  }

  /**
   * All events of a message, whatever their bucket and kind.
   *
   * @throws UnreadableEventException if the message or one of its records has no known format
   */
  static List<ObjectEvent> read(String body) {
    return events(json(body)).toList();
  }

  private static Stream<ObjectEvent> events(JsonNode message) {
    if (message.has("s3")) {
      return Stream.of(recordEvent(message, message.get("s3")));
    }
    if (message.has("obs")) {
      return Stream.of(recordEvent(message, message.get("obs")));
    }
    var wrapped = unwrapped(message);
    if (wrapped != null) {
      return events(wrapped);
    }
    if (isShort(message)) {
      return Stream.of(shortEvent(message));
    }
    if (message.path("Records").isArray()) {
      return allEvents(message.get("Records"));
    }
    // Some forwarders send the records without what is around them.
    if (message.isArray() && !message.isEmpty()) {
      return allEvents(message);
    }
    if (isWithoutEvents(message)) {
      return Stream.empty();
    }
    if (message.path("detail-type").isTextual()) {
      return Stream.of(eventBridgeEvent(message));
    }
    throw new UnreadableEventException(
        "The message is not an S3 event, which has s3.bucket.name and s3.object.key: "
            + excerpt(message.toString()));
  }

  private static Stream<ObjectEvent> allEvents(JsonNode items) {
    var events = new ArrayList<ObjectEvent>();
    items.forEach(item -> events(item).forEach(events::add));
    return events.stream();
  }

  /** What an envelope holds, or null if the message is none. */
  private static JsonNode unwrapped(JsonNode message) {
    if ("Notification".equals(text(message, "Type")) && message.path("Message").isTextual()) {
      return json(message.get("Message").textValue());
    }
    // Lambda gets the messages of SNS and SQS as records.
    if (message.path("Sns").path("Message").isTextual()) {
      return json(message.get("Sns").get("Message").textValue());
    }
    if ("aws:sqs".equals(text(message, "eventSource")) && message.path("body").isTextual()) {
      return json(message.get("body").textValue());
    }
    if (message.path("requestPayload").isObject()) {
      return message.get("requestPayload");
    }
    if (message.path("Records").isObject()) {
      return message.get("Records");
    }
    // Events of a store that was put on a bus by hand.
    var detail = message.path("detail");
    if (detail.has("s3") || detail.has("Records")) {
      return detail;
    }
    return message.has("specversion") && message.path("data").isObject()
        ? message.get("data")
        : null;
  }

  private static boolean isWithoutEvents(JsonNode message) {
    return message.path("Records").isNull()
        || "s3:TestEvent".equals(text(message, "Event"))
        || ABOUT_SUBSCRIPTIONS.contains(String.valueOf(text(message, "Type")));
  }

  /**
   * @param where bucket and object: the field {@code s3}, or {@code obs} of Huawei
   */
  private static ObjectEvent recordEvent(JsonNode item, JsonNode where) {
    var given = text(item, "eventSource");
    var source = given == null ? "" : given;
    var bucket = text(where.path("bucket"), "name");
    var key = text(where.path("object"), "key");
    if (bucket == null || key == null) {
      throw new UnreadableEventException(
          "A record lacks s3.bucket.name or s3.object.key: " + excerpt(item.toString()));
    }
    var name = text(item, "eventName");
    var keys = keys(source, key);
    var object = where.get("object");
    return new ObjectEvent(
        kind(source, name),
        source,
        bucket,
        keys,
        isKnown(source) && isCreation(name)
            ? object(keys.get(0), object, text(object, "eTag"), text(object, "versionId"))
            : null);
  }

  /**
   * The object of a record that says all of it, of unknown time, or null. An empty object is worth
   * a look: some stores say so of uploads in parts.
   */
  private static StoredObject object(String key, JsonNode object, String etag, String version) {
    var size = object.path("size");
    var saysAll =
        size.isIntegralNumber()
            && size.canConvertToLong()
            && size.longValue() > 0
            && size.longValue() <= MAX_SIZE
            && etag != null
            && PLAIN_ETAG.matcher(etag).matches()
            && (version == null || PLAIN_VERSION.matcher(version).matches());
    return saysAll
        ? new StoredObject(key, size.longValue(), etag.replace("\"", ""), version, Instant.EPOCH)
        : null;
  }

  /** The two fields that MinIO puts beside the records, where nothing else is left of them. */
  private static boolean isShort(JsonNode message) {
    return text(message, "EventName") != null
        && text(message, "Key") != null
        && message.path("Records").isEmpty();
  }

  /** MinIO names the object by bucket and key, not encoded; a forwarder may encode it again. */
  private static ObjectEvent shortEvent(JsonNode message) {
    var given = text(message, "Key");
    var path = given.contains("/") ? given : decode(given);
    var slash = path.indexOf('/');
    if (slash < 1 || slash == path.length() - 1) {
      throw new UnreadableEventException(
          "Key is not a bucket, \"/\" and a key: " + excerpt(message.toString()));
    }
    return new ObjectEvent(
        kind(MINIO, text(message, "EventName")),
        MINIO,
        path.substring(0, slash),
        eitherKey(path.substring(slash + 1)));
  }

  /** An event that cannot be told apart is worth a look at the store. */
  private static Kind kind(String source, String given) {
    if (given == null || isCreation(given)) {
      return Kind.CREATED;
    }
    var name = plain(given);
    if (REMOVED.stream().anyMatch(name::startsWith)) {
      return Kind.REMOVED;
    }
    return isKnown(source) || name.matches("object[a-z]+:.*") ? Kind.OTHER : Kind.CREATED;
  }

  private static boolean isCreation(String name) {
    return name != null && CREATED.stream().anyMatch(plain(name)::startsWith);
  }

  private static String plain(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("s3:") ? lower.substring(3) : lower;
  }

  private static List<String> keys(String source, String key) {
    var encodes = ENCODES_KEYS.get(source);
    if (encodes == null) {
      return eitherKey(key);
    }
    return List.of(encodes ? decode(key) : key);
  }

  private static List<String> eitherKey(String key) {
    return Stream.of(decode(key), key).distinct().toList();
  }

  /** A key that cannot be decoded was not encoded and is taken literally. */
  private static String decode(String key) {
    try {
      return URLDecoder.decode(key, UTF_8);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }

  /** An S3 event from EventBridge: one a message. */
  private static ObjectEvent eventBridgeEvent(JsonNode message) {
    var source = text(message, "source");
    var type = text(message, "detail-type");
    var bucket = text(message.path("detail").path("bucket"), "name");
    var key = text(message.path("detail").path("object"), "key");
    if (!EVENT_BRIDGE.equals(source) || type == null || bucket == null || key == null) {
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
    var keys = keys(source, key);
    var object = message.get("detail").get("object");
    return new ObjectEvent(
        kind,
        source,
        bucket,
        keys,
        kind == Kind.CREATED
            ? object(keys.get(0), object, text(object, "etag"), text(object, "version-id"))
            : null);
  }

  /** The field's text, or null if it is missing or empty. */
  static String text(JsonNode node, String field) {
    var text = node.path(field).textValue();
    return text == null || text.isEmpty() ? null : text;
  }

  static JsonNode json(String body) {
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
