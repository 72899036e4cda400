package org.datareload.access;

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
public final class ByPassword implements Authentication {
  private static final String BEARER = "Bearer realm=\"Data Reload\"";
  private static final String BASIC = "Basic realm=\"Data Reload\", charset=\"UTF-8\"";

  private final Passwords passwords;
  private final Sessions sessions;
  private final Tokens tokens;
  private final SameOrigin page;

  public ByPassword(Passwords passwords, Sessions sessions, Tokens tokens, URI publicUrl) {
    this.passwords = requireNonNull(passwords, "passwords is null");
    this.sessions = requireNonNull(sessions, "sessions is null");
    this.tokens = requireNonNull(tokens, "tokens is null");
    this.page = new SameOrigin(publicUrl);
  }

  @Override
  public Verdict of(Approach approach) {
    var verdict =
        approach.authorization() == null
            ? bySession(approach)
            : byHeader(Authorization.of(approach.authorization()), approach.address());
    return verdict instanceof Verdict.Refused refused && refused.status() == 401
        ? Verdict.unknown(refused.detail(), approach.isFromBrowser() ? BEARER : BASIC)
        : verdict;
  }

  /**
   * Checks a user and password that the page sends for a session. Another site's page may not sign
   * people in as somebody else.
   */
  public Verdict signIn(String userId, String password, Approach approach) {
    return page.isForeign(approach)
        ? Verdict.forged("Another site's page sent this request")
        : passwords.check(userId, password, approach.address());
  }

  private Verdict bySession(Approach approach) {
    var principal = approach.session().flatMap(sessions::principal);
    if (principal.isEmpty()) {
      return Verdict.unknown("Sign in first", null);
    }
    if (approach.isSafe()) {
      return Verdict.admitted(principal.get());
    }
    if (approach.requestedBy() == null || approach.requestedBy().isBlank()) {
      return Verdict.forged("A request by cookie needs the header X-Requested-By");
    }
    return page.isOwn(approach)
        ? Verdict.admitted(principal.get())
        : Verdict.forged("A request by cookie must come from the page itself");
  }

  private Verdict byHeader(Authorization shown, String address) {
    if (shown.isToken()) {
      return tokens.verdict(shown.value());
    }
    return shown
        .login()
        .map(login -> passwords.check(login.userId(), login.password(), address))
        .orElseGet(() -> Verdict.unknown("Sign in with a password or an API token", null));
  }
}
