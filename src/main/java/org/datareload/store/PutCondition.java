package org.datareload.store;

import static java.util.Objects.requireNonNull;

/** What a PUT requires of the object that is at the key before. */
public sealed interface PutCondition {
  /** Anything. */
  record Always() implements PutCondition {}

  /** There is none. */
  record IfAbsent() implements PutCondition {}

  /** It has this ETag, without quotes. */
  record IfMatch(String etag) implements PutCondition {
    public IfMatch {
      requireNonNull(etag, "etag is null");
    }
  }
}
