package org.datareload.dataset;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A dataset of type Reload: its content in the data lake zone is replaced by the files of one
 * execution.
 *
 * @param id ULID
 * @param fileType the only FileType segment of its landing keys
 * @param settings what can be changed
 * @param generation number of the live content, 0 before the first
 * @param liveExecution the execution whose copies are live, or null before the first
 */
public record Dataset(
    String id,
    DatasetName name,
    String fileType,
    DatasetSettings settings,
    long generation,
    String liveExecution,
    Instant createdAt) {
  public Dataset {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
    requireNonNull(fileType, "fileType is null");
    requireNonNull(settings, "settings is null");
    requireNonNull(createdAt, "createdAt is null");
  }

  public String description() {
    return settings.description();
  }

  public List<String> notifyTo() {
    return settings.notifyTo();
  }

  public Replaced replaced() {
    return settings.replaced();
  }

  /** Null for {@code reload.trigger.settle}. */
  public Duration settle() {
    return settings.settle();
  }

  public Readers readers() {
    return settings.readers();
  }
}
