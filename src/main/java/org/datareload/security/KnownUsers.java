package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.Optional;

/**
 * The users whom the identity provider has authenticated before. Administrator rights are not
 * remembered: the provider has to confirm them with each request.
 */
public final class KnownUsers implements UserDirectory {
  private final KnownUserSql sql;

  public KnownUsers(KnownUserSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  @Override
  public Optional<Principal> find(String userId) {
    return sql.find(userId).map(row -> new Principal(row.id(), row.mail(), false));
  }

  /**
   * Stores a user.
   *
   * @param mail null for none
   */
  void remember(String id, String mail) {
    if (sql.find(id).filter(row -> Objects.equals(row.mail(), mail)).isEmpty()) {
      sql.put(id, mail);
    }
  }
}
