package org.datareload.store;

/**
 * The store refused a request, or gave no answer after all repetitions. What it did is unknown; the
 * message says to which object, in one line for a person.
 */
public final class StoreFailedException extends RuntimeException {
  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
