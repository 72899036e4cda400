package org.datareload.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request shows in its header Authorization.
 *
 * @param scheme in lower case
 */
record AuthorizationHeader(String scheme, String value) {
  /** A user and his password. */
  record Login(String userId, String password) {
    @Override
    public String toString() {
      return userId;
    }
  }

  static AuthorizationHeader of(String header) {
    var parts = header.strip().split(" +", 2);
    return new AuthorizationHeader(
        parts[0].toLowerCase(Locale.ROOT), parts.length == 2 ? parts[1] : "");
  }

  boolean isToken() {
    return scheme.equals("bearer") && value.startsWith(Tokens.PREFIX);
  }

  boolean isBearer() {
    return scheme.equals("bearer");
  }

  /** The user and password of the scheme Basic, empty where it is another or is malformed. */
  Optional<Login> login() {
    if (!scheme.equals("basic")) {
      return Optional.empty();
    }
    try {
      var text = new String(Base64.getDecoder().decode(value), UTF_8);
      var colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Login(text.substring(0, colon), text.substring(colon + 1)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return scheme;
  }
}
