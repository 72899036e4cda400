package org.datareload.security;

/** A dataset would be left without an owner. */
public final class LastOwnerException extends RuntimeException {
  LastOwnerException(String userId) {
    super(userId + " is the last owner; make somebody else an owner first");
  }
}
