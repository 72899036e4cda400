package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One record of a message from a store: something happened at a key. It only says where to look;
 * what is true, the store is asked.
 *
 * @param source {@code aws:s3}, {@code minio:s3}, {@code ceph:s3}, or {@code aws.s3} by EventBridge
 * @param name the event's name without a leading {@code s3:}
 * @param key as the object has it, no longer encoded
 * @param size bytes, or -1 where the event does not say
 * @param etag null where the event does not say
 * @param versionId null where the bucket keeps no versions
 * @param sequencer opaque; null where the event does not say
 * @param time null where the event does not say
 */
public record ObjectEvent(
    String source,
    String name,
    Kind kind,
    String bucket,
    String key,
    long size,
    String etag,
    String versionId,
    String sequencer,
    Instant time) {
  public ObjectEvent {
    requireNonNull(source, "source is null");
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(bucket, "bucket is null");
    requireNonNull(key, "key is null");
  }

  /** What an event may mean for what stands at its key. */
  public enum Kind {
    CREATED,
    REMOVED,
    /** Access, tags and such: nothing came and nothing went. */
    OTHER;

    static Kind of(String name) {
      if (name.startsWith("ObjectCreated:") || name.startsWith("ObjectSynced:Create")) {
        return CREATED;
      }
      var removed =
          name.startsWith("ObjectRemoved:")
              || name.startsWith("LifecycleExpiration:")
              || name.startsWith("ObjectLifecycle:Expiration")
              || name.startsWith("ObjectSynced:Delete");
      return removed ? REMOVED : OTHER;
    }
  }
}
