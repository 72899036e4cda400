package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * People who signed in at the page. A session ends 12 hours after its last use, a week after it was
 * opened, with another password, and with the user.
 */
public final class Sessions {
  private final SessionSql sql;
  private final Users users;

  public Sessions(SessionSql sql, Users users) {
    this.sql = requireNonNull(sql, "sql is null");
    this.users = requireNonNull(users, "users is null");
  }

  /** Opens a session for a user who showed his password; what the cookie says. */
  public String open(String userId) {
    var user = users.user(userId).orElseThrow();
    var value = Secret.random();
    sql.deleteExpired();
    sql.insert(Secret.hash(value), userId, user.credential());
    return value;
  }

  /** Ends the session of this cookie's value, if there is one. */
  public void close(String value) {
    sql.delete(Secret.hash(value));
  }

  /** Whose session this is; empty where it is none, or over. */
  Optional<Principal> principal(String value) {
    var hash = Secret.hash(value);
    var user =
        sql.find(hash)
            .flatMap(
                row ->
                    users
                        .user(row.userId())
                        .filter(known -> known.credential().equals(row.credential())));
    user.ifPresent(known -> sql.slide(hash));
    return user.map(User::principal);
  }
}
