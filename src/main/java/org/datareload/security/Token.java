package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;
import org.datareload.dataset.DatasetName;

/**
 * An API token as its owner sees it: all but the secret.
 *
 * @param id ULID
 * @param name what its owner calls it
 * @param actions what it may be used for, as far as its owner's roles go
 * @param datasetId the only dataset it may be used for, null for all
 * @param dataset the name of that dataset, or null
 * @param lastUsedAt to the hour, null where it never was
 */
public record Token(
    String id,
    String userId,
    String name,
    Set<Action> actions,
    String datasetId,
    DatasetName dataset,
    Instant createdAt,
    Instant expiresAt,
    Instant lastUsedAt) {
  public Token {
    requireNonNull(id, "id is null");
    requireNonNull(userId, "userId is null");
    requireNonNull(name, "name is null");
    actions = Set.copyOf(actions);
    requireNonNull(createdAt, "createdAt is null");
    requireNonNull(expiresAt, "expiresAt is null");
  }

  Scope scope() {
    return new Scope(id, actions, datasetId);
  }
}
