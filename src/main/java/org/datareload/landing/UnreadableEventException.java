package org.datareload.landing;

/** The message has no known format; the queue should move it to its dead-letter queue. */
public final class UnreadableEventException extends RuntimeException {
  UnreadableEventException(String message) {
    super(message);
  }
}
