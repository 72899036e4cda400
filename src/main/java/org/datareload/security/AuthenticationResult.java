package org.datareload.security;

import static java.util.Objects.requireNonNull;

/** What comes of somebody's wish to be let in. */
public sealed interface AuthenticationResult {
  /** He is known. */
  record Admitted(Principal principal) implements AuthenticationResult {
    public Admitted {
      requireNonNull(principal, "principal is null");
    }
  }

  /**
   * He is not let in.
   *
   * @param status 401, 403, 429 or 503
   * @param detail for people; tells nothing about what would have been right
   * @param challenge for the header WWW-Authenticate, null for none
   * @param retryAfter seconds for the header Retry-After, 0 for none
   */
  record Refused(int status, String detail, String challenge, int retryAfter)
      implements AuthenticationResult {
    public Refused {
      requireNonNull(detail, "detail is null");
    }
  }

  static AuthenticationResult admitted(Principal principal) {
    return new Admitted(principal);
  }

  static AuthenticationResult unknown(String detail, String challenge) {
    return new Refused(401, detail, challenge, 0);
  }

  static AuthenticationResult forged(String detail) {
    return new Refused(403, detail, null, 0);
  }

  static AuthenticationResult later(String detail, int seconds) {
    return new Refused(429, detail, null, seconds);
  }

  static AuthenticationResult unavailable(String detail, int seconds) {
    return new Refused(503, detail, null, seconds);
  }
}
