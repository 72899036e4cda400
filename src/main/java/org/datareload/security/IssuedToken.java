package org.datareload.security;

import static java.util.Objects.requireNonNull;

/**
 * A token that was just made.
 *
 * @param value what a script shows as bearer token; it is told this one time only
 */
public record IssuedToken(Token token, String value) {
  public IssuedToken {
    requireNonNull(token, "token is null");
    requireNonNull(value, "value is null");
  }

  @Override
  public String toString() {
    return token.toString();
  }
}
