package org.datareload.access;

import static java.util.Objects.requireNonNull;

/** Lets in whom the identity provider vouches for, and API tokens of those who came so before. */
public final class ByProvider implements Authentication {
  private static final String CHALLENGE = "Bearer realm=\"Data Reload\"";

  private final IdentityTokens identities;
  private final Tokens tokens;

  public ByProvider(IdentityTokens identities, Tokens tokens) {
    this.identities = requireNonNull(identities, "identities is null");
    this.tokens = requireNonNull(tokens, "tokens is null");
  }

  @Override
  public Verdict of(Approach approach) {
    if (approach.authorization() == null) {
      return Verdict.unknown("Show a token of the identity provider", CHALLENGE);
    }
    var verdict = of(Authorization.of(approach.authorization()));
    return verdict instanceof Verdict.Refused refused && refused.status() == 401
        ? Verdict.unknown(refused.detail(), CHALLENGE + ", error=\"invalid_token\"")
        : verdict;
  }

  private Verdict of(Authorization shown) {
    if (shown.isToken()) {
      return tokens.verdict(shown.value());
    }
    return shown.isBearer()
        ? identities.check(shown.value())
        : Verdict.unknown("Show a token of the identity provider", null);
  }
}
