package org.datareload.store;

import static java.util.Objects.requireNonNull;

/** What became of one object that was to be deleted. */
public sealed interface Removal {
  /** It is gone, by this request or before it. */
  record Removed() implements Removal {}

  /** Another object stands at its key, and was left alone. */
  record Changed() implements Removal {}

  /** The store would not delete it. */
  record Refused(String reason) implements Removal {
    public Refused {
      requireNonNull(reason, "reason is null");
    }
  }
}
