package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One record of an event notification. It only names a key to refresh: the store is asked what
 * exists there.
 *
 * @param source who says that it sent the record; empty if nobody does
 * @param keys what the record's key may mean, at least one: two where it is unknown whether the
 *     source encodes keys
 */
public record ObjectEvent(Kind kind, String source, String bucket, List<String> keys) {
  public ObjectEvent {
    requireNonNull(kind, "kind is null");
    requireNonNull(source, "source is null");
    requireNonNull(bucket, "bucket is null");
    keys = List.copyOf(keys);
  }

  /** Whether the event created or removed an object. */
  public enum Kind {
    CREATED,
    REMOVED,
    /** Access, tags and others: no object was created or removed. */
    OTHER
  }
}
