package org.datareload.landing;

/** More uploads would be in flight than one user, or all, may have. */
public final class TooManyUploadsException extends RuntimeException {
  TooManyUploadsException(String message) {
    super(message);
  }
}
