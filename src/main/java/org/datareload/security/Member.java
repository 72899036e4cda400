package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A user with a role in a dataset.
 *
 * @param since when the user became a member
 */
public record Member(String userId, Role role, Instant since) {
  public Member {
    requireNonNull(userId, "userId is null");
    requireNonNull(role, "role is null");
    requireNonNull(since, "since is null");
  }
}
