package org.datareload.security;

/** The users file cannot be taken as it is; the message names the line's key and the user. */
public final class UsersFileException extends RuntimeException {
  UsersFileException(String message) {
    super(message);
  }
}
