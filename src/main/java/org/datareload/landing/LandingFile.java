package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.datareload.store.StoredObject;

/**
 * A data file that landed: exactly one object at one key, and how far it has come.
 *
 * @param id ULID; later ids landed later
 * @param object what stood at the key
 * @param name the file's name, the last segment of its key
 * @param userId the writer, as the key says
 * @param reason why it is what it is, or null where nothing went wrong
 * @param executionId the execution that last had it in its plan, or null
 * @param landedAt when it was first seen
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
