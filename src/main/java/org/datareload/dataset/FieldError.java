package org.datareload.dataset;

import static java.util.Objects.requireNonNull;

/** One field of a request that cannot be taken as it is, and why. */
public record FieldError(String field, String message) {
  public FieldError {
    requireNonNull(field, "field is null");
    requireNonNull(message, "message is null");
  }
}
