package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * Something that somebody did.
 *
 * @param id ULID
 * @param at by the database's clock
 * @param tokenId the API token that a script showed, null for a person
 * @param action such as {@code createDataset}
 * @param datasetId what it was done to, null for no dataset
 * @param address where the request came from
 * @param detail never a secret
 */
public record AuditEntry(
    String id,
    Instant at,
    String userId,
    String tokenId,
    String action,
    String datasetId,
    String address,
    Map<String, String> detail) {
  public AuditEntry {
    requireNonNull(id, "id is null");
    requireNonNull(at, "at is null");
    requireNonNull(userId, "userId is null");
    requireNonNull(action, "action is null");
    requireNonNull(address, "address is null");
    detail = Map.copyOf(detail);
  }
}
