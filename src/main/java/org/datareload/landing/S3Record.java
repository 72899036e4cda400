package org.datareload.landing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** One of the {@code Records} that AWS, MinIO and Ceph send. */
final class S3Record {
  private S3Record() {}

  static ObjectEvent event(JsonNode item) {
    var source = text(item, "eventSource");
    var name = text(item, "eventName");
    var bucket = text(item.path("s3").path("bucket"), "name");
    var object = item.path("s3").path("object");
    var key = text(object, "key");
    if (source == null || name == null || bucket == null || key == null) {
      throw new UnreadableEventException(
          "A record lacks eventSource, eventName, s3.bucket.name or s3.object.key: "
              + Notifications.excerpt(item.toString()));
    }
    var plainName = name.startsWith("s3:") ? name.substring(3) : name;
    return new ObjectEvent(
        source,
        plainName,
        ObjectEvent.Kind.of(plainName),
        bucket,
        isKeyEncoded(source) ? decoded(key) : key,
        size(object),
        text(object, "eTag"),
        version(object, "versionId"),
        text(object, "sequencer"),
        time(item, "eventTime"));
  }

  private static boolean isKeyEncoded(String source) {
    return switch (source) {
      case "aws:s3", "minio:s3" -> true;
      case "ceph:s3" -> false;
      default ->
          throw new UnreadableEventException(
              "eventSource is none of aws:s3, minio:s3 and ceph:s3: "
                  + Notifications.excerpt(source));
    };
  }

  /** A key that cannot be decoded was never encoded; the store is asked for it as it stands. */
  private static String decoded(String key) {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }

  /** The field's text; null where there is none or an empty one. */
  static String text(JsonNode node, String field) {
    var text = node.path(field).textValue();
    return text == null || text.isEmpty() ? null : text;
  }

  static String version(JsonNode node, String field) {
    var version = text(node, field);
    return "null".equals(version) ? null : version;
  }

  static long size(JsonNode node) {
    return node.path("size").canConvertToLong() ? node.get("size").longValue() : -1;
  }

  static Instant time(JsonNode node, String field) {
    var time = text(node, field);
    try {
      return time == null ? null : Instant.parse(time);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
