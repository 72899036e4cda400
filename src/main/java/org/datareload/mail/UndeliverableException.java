package org.datareload.mail;

/** No attempt can ever deliver the mail; the message says why. */
public final class UndeliverableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UndeliverableException(String message) {
    super(message);
  }
}
