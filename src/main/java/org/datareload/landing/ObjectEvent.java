package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.datareload.store.StoredObject;

/**
 * One record of an event notification. It names a key to refresh: the store is asked what exists
 * there, at once or when the file is planned.
 *
 * @param source who says that it sent the record; empty if nobody does
 * @param keys what the record's key may mean, at least one: two where it is unknown whether the
 *     source encodes keys
 * @param object that was created, of unknown time; null where the record does not say all of it
 */
public record ObjectEvent(
    Kind kind, String source, String bucket, List<String> keys, StoredObject object) {
  public ObjectEvent {
    requireNonNull(kind, "kind is null");
    requireNonNull(source, "source is null");
    requireNonNull(bucket, "bucket is null");
    keys = List.copyOf(keys);
  }

  ObjectEvent(Kind kind, String source, String bucket, List<String> keys) {
    this(kind, source, bucket, keys, null);
  }

  /** Whether the event created or removed an object. */
  public enum Kind {
    CREATED,
    REMOVED,
    /** Access, tags and others: no object was created or removed. */
    OTHER
  }
}
