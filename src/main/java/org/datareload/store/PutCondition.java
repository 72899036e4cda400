package org.datareload.store;

import static java.util.Objects.requireNonNull;

/** When a PUT may take effect. */
public sealed interface PutCondition {
  /** Whatever stands at the key. */
  record Always() implements PutCondition {}

  /** Only where nothing stands at the key. */
  record IfAbsent() implements PutCondition {}

  /** Only where an object with this ETag stands at the key. */
  record IfMatch(String etag) implements PutCondition {
    public IfMatch {
      requireNonNull(etag, "etag is null");
    }
  }
}
