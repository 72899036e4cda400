package org.datareload.landing;

import static org.datareload.landing.S3Record.text;
import static org.datareload.landing.S3Record.version;

import com.fasterxml.jackson.databind.JsonNode;
import org.datareload.landing.ObjectEvent.Kind;

/** An event of S3 as EventBridge sends it: one a message, its key plain. */
final class EventBridgeRecord {
  private EventBridgeRecord() {}

  static ObjectEvent event(JsonNode message) {
    var source = text(message, "source");
    var name = text(message, "detail-type");
    var detail = message.path("detail");
    var bucket = text(detail.path("bucket"), "name");
    var object = detail.path("object");
    var key = text(object, "key");
    if (!"aws.s3".equals(source) || name == null || bucket == null || key == null) {
      throw new UnreadableEventException(
          "An EventBridge event is not of aws.s3 or lacks its bucket or key: "
              + Notifications.excerpt(message.toString()));
    }
    return new ObjectEvent(
        source,
        name,
        kind(name),
        bucket,
        key,
        S3Record.size(object),
        text(object, "etag"),
        version(object, "version-id"),
        text(object, "sequencer"),
        S3Record.time(message, "time"));
  }

  private static Kind kind(String name) {
    return switch (name) {
      case "Object Created" -> Kind.CREATED;
      case "Object Deleted" -> Kind.REMOVED;
      default -> Kind.OTHER;
    };
  }
}
