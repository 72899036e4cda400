package org.datareload.dataset;

import static java.util.Objects.requireNonNull;

/** An invalid field of a request, and what it must be. */
public record FieldError(String field, String message) {
  public FieldError {
    requireNonNull(field, "field is null");
    requireNonNull(message, "message is null");
  }
}
