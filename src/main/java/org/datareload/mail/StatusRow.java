package org.datareload.mail;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What a letter is about: the dataset as it is now, and the execution that ended. The execution's
 * parts are null or 0 in a letter about landing problems.
 *
 * @param letterId the outbox row
 * @param kind completed, failed, rejected or landing
 * @param notifyTo the dataset's addresses, separated by commas
 * @param served the addresses that an earlier attempt reached, separated by commas, or null
 * @param liveExecution the execution whose content readers see, or null before the first
 * @param liveGeneration the number of that content
 * @param liveSince when that execution was committed, or null
 * @param landed how many objects a letter about landing problems announces
 */
public record StatusRow(
    String letterId,
    String kind,
    String domain,
    String dataset,
    String notifyTo,
    String served,
    String liveExecution,
    long liveGeneration,
    Instant liveSince,
    String executionId,
    String startedBy,
    String reason,
    long filesPlanned,
    long filesCopied,
    long bytesPlanned,
    long bytesCopied,
    Instant acceptedAt,
    Instant startedAt,
    Instant finishedAt,
    long landed) {
  public StatusRow {
    requireNonNull(letterId, "letterId is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(domain, "domain is null");
    requireNonNull(dataset, "dataset is null");
    requireNonNull(notifyTo, "notifyTo is null");
  }

  /** Whether readers see the content of this very execution. */
  boolean isLive() {
    return executionId != null && executionId.equals(liveExecution);
  }

  /** {@code domain/dataset}. */
  String name() {
    return domain + "/" + dataset;
  }
}
