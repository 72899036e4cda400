package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.Optional;

/**
 * The users whom the identity provider vouched for. What it does not say again with each request is
 * not believed: nobody is an administrator here.
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

  /** Remembers a user and his address, null for none. */
  void note(String id, String mail) {
    if (sql.find(id).filter(row -> Objects.equals(row.mail(), mail)).isEmpty()) {
      sql.put(id, mail);
    }
  }
}
