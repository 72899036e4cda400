package org.datareload.store;

/**
 * The store found another object than the caller had named, or none, and did nothing. The outcome
 * is known: the caller may decide anew on what stands there now.
 */
public final class ConditionFailedException extends RuntimeException {
  public ConditionFailedException(String message) {
    super(message);
  }

  public ConditionFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
