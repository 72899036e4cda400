package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;
import org.datareload.dataset.DatasetName;

/**
 * An API token without its secret.
 *
 * @param id ULID
 * @param userId the owner
 * @param actions what the token allows, as far as the owner's roles allow it, too
 * @param datasetId the only dataset the token is valid for, null for all
 * @param dataset the name of that dataset, or null
 * @param lastUsedAt to the hour, null if never used
 * @param refusal why it does not count at present, null if it does
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
    Instant lastUsedAt,
    String refusal) {
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
