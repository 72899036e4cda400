package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An object that landed where no dataset can take it. It is never touched.
 *
 * @param datasetId whose key it nearly has, or null
 * @param reason in words for people
 * @param size bytes
 * @param firstSeen when it was first met
 * @param lastSeen when it was last looked at
 */
public record LandingProblem(
    String key, String datasetId, String reason, long size, Instant firstSeen, Instant lastSeen) {
  public LandingProblem {
    requireNonNull(key, "key is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(firstSeen, "firstSeen is null");
    requireNonNull(lastSeen, "lastSeen is null");
  }
}
