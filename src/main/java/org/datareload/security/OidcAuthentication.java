package org.datareload.security;

import static java.util.Objects.requireNonNull;

/** Lets in whom the identity provider vouches for, and API tokens of those who came so before. */
public final class OidcAuthentication implements Authentication {
  private static final String CHALLENGE = "Bearer realm=\"Data Reload\"";

  private final IdentityTokens identities;
  private final Tokens tokens;

  public OidcAuthentication(IdentityTokens identities, Tokens tokens) {
    this.identities = requireNonNull(identities, "identities is null");
    this.tokens = requireNonNull(tokens, "tokens is null");
  }

  @Override
  public AuthenticationResult of(RequestCredentials credentials) {
    if (credentials.authorization() == null) {
      return AuthenticationResult.unknown("Show a token of the identity provider", CHALLENGE);
    }
    var verdict = of(AuthorizationHeader.of(credentials.authorization()));
    return verdict instanceof AuthenticationResult.Refused refused && refused.status() == 401
        ? AuthenticationResult.unknown(refused.detail(), CHALLENGE + ", error=\"invalid_token\"")
        : verdict;
  }

  private AuthenticationResult of(AuthorizationHeader shown) {
    if (shown.isToken()) {
      return tokens.verdict(shown.value());
    }
    return shown.isBearer()
        ? identities.check(shown.value())
        : AuthenticationResult.unknown("Show a token of the identity provider", null);
  }
}
