package org.datareload.dataset;

import java.util.List;
import java.util.stream.Collectors;

/** The request has fields that cannot be taken; all of them are named. */
public final class InvalidFieldsException extends RuntimeException {
  private final List<FieldError> errors;

  public InvalidFieldsException(List<FieldError> errors) {
    super(
        errors.stream()
            .map(error -> error.field() + ": " + error.message())
            .collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  /** Every bad field, in the order of the request's fields. */
  public List<FieldError> errors() {
    return errors;
  }
}
