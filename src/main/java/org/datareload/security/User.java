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

  /** Of the hash, from 8 to 15; each takes twice as long as the one below it. */
  int cost() {
    // The second field of a hash, in two digits.
    return Integer.parseInt(passwordHash.substring(4, 6));
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
