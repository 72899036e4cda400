package org.datareload.security;

/** The change would leave a dataset without an owner. */
public final class LastOwnerException extends RuntimeException {
  LastOwnerException(String userId) {
    super(userId + " is the last owner; make another user an owner first");
  }
}
