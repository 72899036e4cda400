package org.datareload.mail;

import static java.util.Objects.requireNonNull;

/**
 * A row of the outbox, claimed by this process for two minutes.
 *
 * @param id ULID
 * @param attempts how often it was claimed, this time included
 */
public record OutboxMail(String id, int attempts) {
  public OutboxMail {
    requireNonNull(id, "id is null");
  }
}
