package org.datareload.landing;

import static java.util.Objects.requireNonNull;

/**
 * One record of an event notification. It only names a key to refresh: the store is asked what
 * exists there.
 *
 * @param key decoded
 */
public record ObjectEvent(Kind kind, String bucket, String key) {
  public ObjectEvent {
    requireNonNull(kind, "kind is null");
    requireNonNull(bucket, "bucket is null");
    requireNonNull(key, "key is null");
  }

  /** Whether the event created or removed an object. */
  public enum Kind {
    CREATED,
    REMOVED,
    /** Access, tags and others: no object was created or removed. */
    OTHER
  }
}
