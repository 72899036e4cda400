package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Sessions of users who signed in on the page. A session ends 12 hours after its last use, a week
 * after it was opened, when the password changes, and when the user is removed.
 */
public final class Sessions {
  private final SessionSql sql;
  private final Users users;

  public Sessions(SessionSql sql, Users users) {
    this.sql = requireNonNull(sql, "sql is null");
    this.users = requireNonNull(users, "users is null");
  }

  /**
   * Opens a session for a user whose password has been checked.
   *
   * @return the value of the cookie
   */
  public String open(String userId) {
    var user = users.user(userId).orElseThrow();
    var cookie = Secret.random();
    sql.deleteExpired();
    sql.insert(Sha256.hex(cookie), userId, user.credential());
    return cookie;
  }

  /** Ends the session with this cookie, if any. */
  public void close(String cookie) {
    sql.delete(Sha256.hex(cookie));
  }

  /** The user of the session with this cookie; empty if there is none or it has ended. */
  Optional<Principal> principal(String cookie) {
    var hash = Sha256.hex(cookie);
    var session = sql.find(hash);
    var user =
        session
            .flatMap(row -> users.user(row.userId()))
            .filter(found -> found.credential().equals(session.get().credential()));
    user.ifPresent(found -> sql.extend(hash));
    return user.map(User::principal);
  }
}
