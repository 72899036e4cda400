package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * Lets in users of the users file: by password, by the session that a password opened, and by API
 * token.
 *
 * <p>A session's cookie goes along with whatever request a browser sends. So a request by cookie
 * that may change something must have the header X-Requested-By, which no other site's page can
 * send, and must be proved to come from the page by Sec-Fetch-Site or Origin.
 */
public final class BasicAuthentication implements Authentication {
  private static final String BEARER = "Bearer realm=\"Data Reload\"";
  private static final String BASIC = "Basic realm=\"Data Reload\", charset=\"UTF-8\"";

  private final Passwords passwords;
  private final Sessions sessions;
  private final Tokens tokens;
  private final SameOrigin page;

  public BasicAuthentication(Passwords passwords, Sessions sessions, Tokens tokens, URI publicUrl) {
    this.passwords = requireNonNull(passwords, "passwords is null");
    this.sessions = requireNonNull(sessions, "sessions is null");
    this.tokens = requireNonNull(tokens, "tokens is null");
    this.page = new SameOrigin(publicUrl);
  }

  @Override
  public AuthenticationResult of(RequestCredentials credentials) {
    var verdict =
        credentials.authorization() == null
            ? bySession(credentials)
            : byHeader(AuthorizationHeader.of(credentials.authorization()), credentials.address());
    return verdict instanceof AuthenticationResult.Refused refused && refused.status() == 401
        ? AuthenticationResult.unknown(
            refused.detail(), credentials.isFromBrowser() ? BEARER : BASIC)
        : verdict;
  }

  /**
   * Checks a user and password that the page sends for a session. Another site's page may not sign
   * people in as somebody else.
   */
  public AuthenticationResult signIn(
      String userId, String password, RequestCredentials credentials) {
    return page.isForeign(credentials)
        ? AuthenticationResult.forged("Another site's page sent this request")
        : passwords.check(userId, password, credentials.address());
  }

  private AuthenticationResult bySession(RequestCredentials credentials) {
    var principal = credentials.session().flatMap(sessions::principal);
    if (principal.isEmpty()) {
      return AuthenticationResult.unknown("Sign in first", null);
    }
    if (credentials.isSafe()) {
      return AuthenticationResult.admitted(principal.get());
    }
    if (credentials.requestedBy() == null || credentials.requestedBy().isBlank()) {
      return AuthenticationResult.forged("A request by cookie needs the header X-Requested-By");
    }
    return page.isOwn(credentials)
        ? AuthenticationResult.admitted(principal.get())
        : AuthenticationResult.forged("A request by cookie must come from the page itself");
  }

  private AuthenticationResult byHeader(AuthorizationHeader shown, String address) {
    if (shown.isToken()) {
      return tokens.verdict(shown.value());
    }
    return shown
        .login()
        .map(login -> passwords.check(login.userId(), login.password(), address))
        .orElseGet(
            () -> AuthenticationResult.unknown("Sign in with a password or an API token", null));
  }
}
