package org.datareload.store;

import static java.util.Objects.requireNonNull;

/** What became of one object that was to be deleted. */
public sealed interface DeleteResult {
  /** It is gone, by this request or before it. */
  record Deleted() implements DeleteResult {}

  /** Another object stands at its key, and was left alone. */
  record Changed() implements DeleteResult {}

  /** The store would not delete it. */
  record Refused(String reason) implements DeleteResult {
    public Refused {
      requireNonNull(reason, "reason is null");
    }
  }
}
