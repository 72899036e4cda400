package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.FileCount;

/**
 * One attempt to replace the content of a dataset, as the database held it when it was read.
 *
 * @param id ULID, in the order in which executions were accepted
 * @param triggerKey key of the trigger file, or null
 * @param restores the execution whose content is restored, or null
 * @param startedBy who started it: a user, or the UserId segment of the trigger file's key
 * @param reason null unless it failed or was rejected
 * @param fence grows with every process that claims the execution
 * @param generation number of the content that it publishes, or null before it is committed
 * @param replaces the execution whose content it replaces, or null
 * @param retiredBy the execution that replaced this one's content, or null
 * @param droppedAt when its content was dropped, by the store's clock; null where that is not known
 * @param lateFiles how many files landed in its folder after its plan was frozen
 * @param notRemoved how many objects that should be gone the store did not delete
 * @param note what people should know beside the reason, or null
 * @param startedAt null before a process drives it
 * @param finishedAt null while it is running
 */
public record Execution(
    String id,
    String datasetId,
    DatasetName dataset,
    TriggerKind trigger,
    String triggerKey,
    String triggerIdentity,
    String restores,
    String startedBy,
    Status status,
    Reason reason,
    long fence,
    int attempts,
    Long generation,
    String replaces,
    String retiredBy,
    FileCount planned,
    FileCount copied,
    Instant droppedAt,
    long lateFiles,
    long notRemoved,
    String note,
    Instant acceptedAt,
    Instant startedAt,
    Instant committedAt,
    Instant finishedAt) {
  public Execution {
    requireNonNull(id, "id is null");
    requireNonNull(datasetId, "datasetId is null");
    requireNonNull(dataset, "dataset is null");
    requireNonNull(trigger, "trigger is null");
    requireNonNull(startedBy, "startedBy is null");
    requireNonNull(status, "status is null");
    requireNonNull(planned, "planned is null");
    requireNonNull(copied, "copied is null");
    requireNonNull(acceptedAt, "acceptedAt is null");
  }
}
