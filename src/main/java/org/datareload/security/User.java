package org.datareload.security;

/**
 * A user of the users file.
 *
 * @param passwordHash bcrypt
 * @param mail null for none
 */
record User(String id, String passwordHash, String mail, boolean admin) {
  Principal principal() {
    return new Principal(id, mail, admin);
  }

  /** Identifies the current password; changes with it. */
  String credential() {
    return Sha256.hex(passwordHash);
  }

  @Override
  public String toString() {
    return id;
  }
}
