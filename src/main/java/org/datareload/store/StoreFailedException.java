package org.datareload.store;

/**
 * The store refused a request, or did not answer after all retries: its effect is unknown. The
 * message names the object and the reason in one line for people.
 */
public final class StoreFailedException extends RuntimeException {
  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
