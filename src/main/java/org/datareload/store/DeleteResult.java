package org.datareload.store;

import static java.util.Objects.requireNonNull;

/** The outcome of deleting one object. */
public sealed interface DeleteResult {
  /** It is gone, by this request or already before. */
  record Deleted() implements DeleteResult {}

  /** Another object is at the key and was not touched. */
  record Changed() implements DeleteResult {}

  /** The store refused. */
  record Refused(String reason) implements DeleteResult {
    public Refused {
      requireNonNull(reason, "reason is null");
    }
  }
}
