package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * Authenticates users of the users file by password, session cookie or API token.
 *
 * <p>A browser adds the cookie to every request, whichever site causes it. A write authenticated by
 * cookie therefore needs the header X-Requested-By, which pages of other sites cannot send, and
 * must prove by Sec-Fetch-Site or Origin that it comes from the page.
 */
public final class BasicAuthentication implements Authentication {
  private static final String BEARER = "Bearer realm=\"Data Reload\"";
  private static final String BASIC = "Basic realm=\"Data Reload\", charset=\"UTF-8\"";

  private final Passwords passwords;
  private final Sessions sessions;
  private final Tokens tokens;
  private final SameOrigin sameOrigin;

  public BasicAuthentication(
      Users users, SignInSql signIns, Sessions sessions, Tokens tokens, URI publicUrl) {
    this.passwords =
        new Passwords(
            requireNonNull(users, "users is null"), requireNonNull(signIns, "signIns is null"));
    this.sessions = requireNonNull(sessions, "sessions is null");
    this.tokens = requireNonNull(tokens, "tokens is null");
    this.sameOrigin = new SameOrigin(publicUrl);
  }

  @Override
  public AuthenticationResult authenticate(RequestCredentials credentials) {
    var result =
        credentials.authorization() == null ? bySession(credentials) : byHeader(credentials);
    // A Basic challenge would make the browser open its own password dialog.
    return result.withChallenge(credentials.isFromBrowser() ? BEARER : BASIC);
  }

  /**
   * Checks the password of a user who signs in on the page. Refuses cross-site requests, so that no
   * other site can sign a user in under another name.
   */
  public AuthenticationResult signIn(
      String userId, String password, RequestCredentials credentials) {
    return sameOrigin.isCrossSite(credentials)
        ? AuthenticationResult.forbidden(SameOrigin.CROSS_SITE)
        : passwords.check(userId, password, credentials);
  }

  private AuthenticationResult bySession(RequestCredentials credentials) {
    var principal = credentials.session().flatMap(sessions::principal);
    if (principal.isEmpty()) {
      return AuthenticationResult.unauthenticated("Sign in first");
    }
    if (credentials.isSafe()) {
      return AuthenticationResult.authenticated(principal.get());
    }
    if (credentials.requestedBy() == null || credentials.requestedBy().isBlank()) {
      return AuthenticationResult.forbidden(
          "A request authenticated by cookie needs the header X-Requested-By");
    }
    return sameOrigin.isSameOrigin(credentials)
        ? AuthenticationResult.authenticated(principal.get())
        : AuthenticationResult.forbidden(
            "A request authenticated by cookie must come from this site's page");
  }

  private AuthenticationResult byHeader(RequestCredentials credentials) {
    var token = credentials.bearerToken().filter(Tokens::isApiToken);
    if (token.isPresent()) {
      return tokens.authenticate(token.get());
    }
    return credentials
        .login()
        .map(login -> passwords.check(login.userId(), login.password(), credentials))
        .orElseGet(
            () -> AuthenticationResult.unauthenticated("Sign in with a password or an API token"));
  }
}
