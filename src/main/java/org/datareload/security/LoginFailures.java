package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Slows down who guesses passwords: after five wrong ones within a minute, a user id and an address
 * rest for a minute. All processes on one database count together.
 */
public final class LoginFailures {
  /** How long a user id or an address rests. */
  static final int REST_SECONDS = 60;

  private final LoginFailureSql sql;

  public LoginFailures(LoginFailureSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  boolean isResting(String userId, String address) {
    return sql.blocked(subjects(userId, address)) > 0;
  }

  void note(String userId, String address) {
    sql.forget();
    subjects(userId, address).forEach(sql::note);
  }

  // Hashed, for a user id that failed may be a password typed into the wrong field.
  private static List<String> subjects(String userId, String address) {
    return List.of(Secret.hash("user " + userId), Secret.hash("address " + address));
  }
}
