package org.datareload.mail;

import static java.util.Objects.requireNonNull;

/**
 * A row of the outbox, claimed by this process for two minutes.
 *
 * @param id ULID
 * @param attempts how often it was claimed, this time included
 */
public record Letter(String id, int attempts) {
  public Letter {
    requireNonNull(id, "id is null");
  }
}
