package org.datareload.landing;

/**
 * The message is of no known shape. Whoever took it from a queue leaves it for the dead letters.
 */
public final class UnreadableEventException extends RuntimeException {
  UnreadableEventException(String message) {
    super(message);
  }
}
