package org.datareload.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.datareload.dataset.FileCount;

/** A dataset as the API shows it. */
record ShownDataset(
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
    ByStatus files,
    ByStatus bytes,
    FileCount live,
    List<String> may,
    Instant createdAt) {}
