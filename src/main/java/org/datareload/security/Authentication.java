package org.datareload.security;

import java.net.URI;

/** Finds out who sends a request. */
@FunctionalInterface
public interface Authentication {
  /** Name of the session cookie. */
  String COOKIE = "reload_session";

  /** Authenticates a request. May block on the database or the identity provider. */
  AuthenticationResult authenticate(RequestCredentials credentials);

  /**
   * Authenticates every request as {@link Principal#LOCAL}, except a write that another site makes
   * the browser send.
   */
  static Authentication open(URI publicUrl) {
    var sameOrigin = new SameOrigin(publicUrl);
    return credentials ->
        !credentials.isSafe() && sameOrigin.isCrossSite(credentials)
            ? AuthenticationResult.forbidden(SameOrigin.CROSS_SITE)
            : AuthenticationResult.authenticated(Principal.LOCAL);
  }
}
