package org.datareload.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.datareload.dataset.FileCount;
import org.datareload.execution.Execution;

/**
 * A dataset as the API shows it.
 *
 * @param skipTrash whether {@code replaced} is delete
 * @param replaced trash, delete or keep
 * @param settle a duration such as 5s, or null for the default
 * @param readers listing or manifest
 */
record DatasetView(
    String domain,
    String name,
    String fileType,
    String updateMethod,
    String description,
    @JsonProperty("notify") List<String> notifyTo,
    boolean skipTrash,
    String replaced,
    String settle,
    String readers,
    long generation,
    String liveExecution,
    String runningExecution,
    LastExecution lastExecution,
    String landingPath,
    StatusCounts files,
    StatusCounts bytes,
    FileCount live,
    List<String> may,
    Instant createdAt) {
  record LastExecution(String id, String status, Instant acceptedAt, Instant finishedAt) {
    /** Null for null. */
    static LastExecution of(Execution newest) {
      return newest == null
          ? null
          : new LastExecution(
              newest.id(), newest.status().shown(), newest.acceptedAt(), newest.finishedAt());
    }
  }
}
