package org.datareload.security;

import static java.util.Objects.requireNonNull;

/** Authenticates users by tokens of the identity provider or by their API tokens. */
public final class OidcAuthentication implements Authentication {
  private static final String CHALLENGE = "Bearer realm=\"Data Reload\"";
  private static final AuthenticationResult NO_TOKEN =
      AuthenticationResult.unauthenticated("Send a bearer token of the identity provider");

  private final IdentityTokens identityTokens;
  private final Tokens apiTokens;

  public OidcAuthentication(OidcSettings settings, KnownUsers users, Tokens apiTokens) {
    this.identityTokens =
        new IdentityTokens(
            requireNonNull(settings, "settings is null"), requireNonNull(users, "users is null"));
    this.apiTokens = requireNonNull(apiTokens, "apiTokens is null");
  }

  @Override
  public AuthenticationResult authenticate(RequestCredentials credentials) {
    return credentials.authorization() == null
        ? NO_TOKEN.withChallenge(CHALLENGE)
        : byHeader(credentials).withChallenge(CHALLENGE + ", error=\"invalid_token\"");
  }

  private AuthenticationResult byHeader(RequestCredentials credentials) {
    var token = credentials.bearerToken();
    if (token.filter(Tokens::isApiToken).isPresent()) {
      return apiTokens.authenticate(token.get());
    }
    return token.map(identityTokens::authenticate).orElse(NO_TOKEN);
  }
}
