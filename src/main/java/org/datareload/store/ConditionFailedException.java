package org.datareload.store;

/**
 * The object at the key is not the one that the caller named, or there is none; nothing was done.
 * The outcome is known: the caller may decide again by the object that is there now.
 */
public final class ConditionFailedException extends RuntimeException {
  public ConditionFailedException(String message) {
    super(message);
  }

  public ConditionFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
