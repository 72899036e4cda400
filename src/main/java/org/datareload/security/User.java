package org.datareload.security;

import static java.util.Objects.requireNonNull;

/**
 * Somebody of the users file.
 *
 * @param passwordHash bcrypt
 * @param mail or null
 */
record User(String id, String passwordHash, String mail, boolean admin) {
  User {
    requireNonNull(id, "id is null");
    requireNonNull(passwordHash, "passwordHash is null");
  }

  Principal principal() {
    return new Principal(id, mail, admin);
  }

  /** Differs from any earlier password's. */
  String credential() {
    return Secret.hash(passwordHash);
  }

  @Override
  public String toString() {
    return id;
  }
}
