package org.datareload.dataset;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * A dataset of type Reload: its content in the data lake zone is replaced by the files of one
 * execution.
 *
 * @param id ULID
 * @param fileType the only FileType segment of its landing keys
 * @param notifyTo mail addresses that are notified of every execution
 * @param skipTrash whether replaced content is deleted at once instead of moved to the trash
 * @param generation number of the live content, 0 before the first
 * @param liveExecution the execution whose copies are live, or null before the first
 */
public record Dataset(
    String id,
    DatasetName name,
    String fileType,
    String description,
    List<String> notifyTo,
    boolean skipTrash,
    long generation,
    String liveExecution,
    Instant createdAt) {
  public Dataset {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
    requireNonNull(fileType, "fileType is null");
    requireNonNull(description, "description is null");
    notifyTo = List.copyOf(notifyTo);
    requireNonNull(createdAt, "createdAt is null");
  }
}
