package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * One entry of the audit log.
 *
 * @param id ULID
 * @param at by the database's clock
 * @param tokenId the API token of the request, null for a person
 * @param action such as {@code createDataset}
 * @param datasetId null if no dataset is concerned
 * @param dataset {@code domain/name}; null if it is deleted, or none is concerned
 * @param address the client's IP address
 * @param detail contains no secrets
 */
public record AuditEntry(
    String id,
    Instant at,
    String userId,
    String tokenId,
    String action,
    String datasetId,
    String dataset,
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
