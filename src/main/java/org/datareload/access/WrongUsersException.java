package org.datareload.access;

/** The users file cannot be taken as it is; the message names the line's key and the user. */
public final class WrongUsersException extends RuntimeException {
  WrongUsersException(String message) {
    super(message);
  }
}
