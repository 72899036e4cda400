package org.datareload.dataset;

import java.util.List;
import java.util.stream.Collectors;

/** The request has invalid fields; up to {@link FieldError#MAX} of them are named. */
public final class InvalidFieldsException extends RuntimeException {
  private final List<FieldError> errors;

  public InvalidFieldsException(List<FieldError> errors) {
    super(
        errors.stream()
            .map(error -> error.field() + ": " + error.message())
            .collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  /** The invalid fields, in the order of the request. */
  public List<FieldError> errors() {
    return errors;
  }
}
