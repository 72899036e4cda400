package org.datareload.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.datareload.dataset.FileCount;
import org.datareload.execution.Execution;

/** A dataset as the API shows it. */
record DatasetView(
    String domain,
    String name,
    String fileType,
    String updateMethod,
    String description,
    @JsonProperty("notify") List<String> notifyTo,
    boolean skipTrash,
    long generation,
    String liveExecution,
    String runningExecution,
    Last lastExecution,
    String landingPath,
    StatusCounts files,
    StatusCounts bytes,
    FileCount live,
    List<String> may,
    Instant createdAt) {
  /** The newest execution. */
  record Last(String id, String status, Instant acceptedAt, Instant finishedAt) {
    /**
     * @param execution null where there was none yet
     */
    static Last of(Execution execution) {
      return execution == null
          ? null
          : new Last(
              execution.id(),
              execution.status().shown(),
              execution.acceptedAt(),
              execution.finishedAt());
    }
  }
}
