package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.datareload.dataset.DurationText;

/**
 * The users whom the identity provider has authenticated before. Administrator rights are not
 * remembered: the provider has to confirm them with each request.
 */
public final class KnownUsers implements UserDirectory {
  private static final int HOUR_SECONDS = 3_600;

  private final KnownUserSql sql;
  private final Duration grace;

  /**
   * @param grace how long the API tokens of a user count after the provider last vouched for the
   *     user
   */
  public KnownUsers(KnownUserSql sql, Duration grace) {
    this.sql = requireNonNull(sql, "sql is null");
    this.grace = requireNonNull(grace, "grace is null");
  }

  @Override
  public Optional<Principal> find(String userId) {
    return sql.find(userId, 0).map(row -> new Principal(row.id(), row.mail(), false));
  }

  @Override
  public String tokenRefusal(String userId) {
    return sql.find(userId, graceSeconds()).filter(KnownUserSql.Row::seenLately).isPresent()
        ? null
        : "The identity provider has not signed in "
            + userId
            + " for "
            + text(grace)
            + " (reload.oidc.token-grace); the API token counts again once "
            + userId
            + " signs in again";
  }

  /**
   * Stores a user whom the provider vouches for now. The time is as exact as the grace needs it.
   *
   * @param mail null for none
   */
  void remember(String id, String mail) {
    var known = sql.find(id, Math.min(HOUR_SECONDS, graceSeconds() / 10));
    if (known.filter(row -> row.seenLately() && Objects.equals(row.mail(), mail)).isEmpty()) {
      sql.put(id, mail);
    }
  }

  private int graceSeconds() {
    return (int) Math.max(1, Math.min(grace.toSeconds(), Integer.MAX_VALUE));
  }

  private static String text(Duration duration) {
    var days = duration.toDays();
    return duration.equals(Duration.ofDays(days)) ? days + "d" : DurationText.of(duration);
  }
}
