package org.datareload.security;

import static java.util.Objects.requireNonNull;

/** The result of authenticating a request. */
public sealed interface AuthenticationResult {
  record Authenticated(Principal principal) implements AuthenticationResult {
    public Authenticated {
      requireNonNull(principal, "principal is null");
    }
  }

  /**
   * The request is not accepted.
   *
   * @param status 401, 403, 429 or 503
   * @param detail shown to users; does not reveal which credentials would be right
   * @param challenge value of the header WWW-Authenticate, null for none
   * @param retryAfter seconds for the header Retry-After, 0 for none
   */
  record Refused(int status, String detail, String challenge, int retryAfter)
      implements AuthenticationResult {
    public Refused {
      requireNonNull(detail, "detail is null");
    }
  }

  static AuthenticationResult authenticated(Principal principal) {
    return new Authenticated(principal);
  }

  static AuthenticationResult unauthenticated(String detail) {
    return new Refused(401, detail, null, 0);
  }

  static AuthenticationResult forbidden(String detail) {
    return new Refused(403, detail, null, 0);
  }

  static AuthenticationResult tooManyRequests(String detail, int seconds) {
    return new Refused(429, detail, null, seconds);
  }

  static AuthenticationResult unavailable(String detail, int seconds) {
    return new Refused(503, detail, null, seconds);
  }

  /** Adds the challenge to a 401; any other result is returned unchanged. */
  default AuthenticationResult withChallenge(String challenge) {
    return this instanceof Refused refused && refused.status() == 401
        ? new Refused(401, refused.detail(), challenge, refused.retryAfter())
        : this;
  }
}
