package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An object in the landing zone that no dataset loads. It is never changed or deleted.
 *
 * @param datasetId the dataset that its key begins with, or null if it names none
 * @param reason why it is not loaded and what to do
 * @param suggestion what its writer may have meant, or empty
 * @param size bytes
 * @param firstSeen database time
 * @param lastSeen database time of the last check
 */
public record LandingProblem(
    String key,
    String datasetId,
    String reason,
    String suggestion,
    long size,
    Instant firstSeen,
    Instant lastSeen) {
  public LandingProblem {
    requireNonNull(key, "key is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(suggestion, "suggestion is null");
    requireNonNull(firstSeen, "firstSeen is null");
    requireNonNull(lastSeen, "lastSeen is null");
  }
}
