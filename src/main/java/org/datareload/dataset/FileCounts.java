package org.datareload.dataset;

import java.util.Map;

/**
 * A dataset's files by status.
 *
 * @param byStatus pending, processing, completed, deleted, superseded
 */
public record FileCounts(Map<String, FileCount> byStatus) {
  public FileCounts {
    byStatus = Map.copyOf(byStatus);
  }

  /** The files of one status, none where it is missing. */
  public FileCount of(String status) {
    return byStatus.getOrDefault(status, FileCount.NONE);
  }
}
