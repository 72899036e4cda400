package org.datareload.security;

import java.net.URI;

/** Tells who sends a request, or why he is not let in. */
@FunctionalInterface
public interface Authentication {
  /** The cookie of a session. */
  String COOKIE = "reload_session";

  /** The one function that every request goes through. It may wait for the database. */
  AuthenticationResult of(RequestCredentials credentials);

  /**
   * Takes everybody for {@link Principal#LOCAL}, but no request that another site makes a browser
   * send.
   */
  static Authentication open(URI publicUrl) {
    var page = new SameOrigin(publicUrl);
    return credentials ->
        !credentials.isSafe() && page.isForeign(credentials)
            ? AuthenticationResult.forged("Another site's page sent this request")
            : AuthenticationResult.admitted(Principal.LOCAL);
  }
}
