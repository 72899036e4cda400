package org.datareload.security;

/** The users file is missing or invalid; the message names the user and the field. */
public final class UsersFileException extends RuntimeException {
  UsersFileException(String message) {
    super(message);
  }
}
