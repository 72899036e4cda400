package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.datareload.store.StoredObject;

/**
 * A data file that landed: exactly one object at one key, and its status.
 *
 * @param id ULID; a file that landed later has a greater id
 * @param object the object that landed
 * @param name the last segment of the key
 * @param userId the UserId segment of the key
 * @param reason why it is not loaded, or null
 * @param executionId the execution that last claimed it, or null
 * @param landedAt database time when it was first seen
 */
public record LandingFile(
    String id,
    String datasetId,
    StoredObject object,
    String name,
    String userId,
    FileStatus status,
    String reason,
    String executionId,
    Instant landedAt) {
  public LandingFile {
    requireNonNull(id, "id is null");
    requireNonNull(datasetId, "datasetId is null");
    requireNonNull(object, "object is null");
    requireNonNull(name, "name is null");
    requireNonNull(userId, "userId is null");
    requireNonNull(status, "status is null");
    requireNonNull(landedAt, "landedAt is null");
  }
}
