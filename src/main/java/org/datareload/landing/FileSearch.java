package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.datareload.dataset.LikePattern;

/**
 * Search criteria for the files of a dataset.
 *
 * @param status null for all
 * @param name part of the file name, case-insensitive; null or "" for all
 */
public record FileSearch(String datasetId, FileStatus status, String name) {
  public FileSearch {
    requireNonNull(datasetId, "datasetId is null");
    name = name == null ? "" : name;
  }

  /** Whether the name has a NUL: no file has one, and PostgreSQL refuses such a text. */
  boolean matchesNothing() {
    return name.indexOf('\0') >= 0;
  }

  /** The pattern of LIKE, escaped by exclamation marks. */
  String pattern() {
    return LikePattern.contains(name);
  }

  List<String> statuses() {
    var wanted = status == null ? FileStatus.values() : new FileStatus[] {status};
    return Arrays.stream(wanted).map(FileStatus::word).toList();
  }
}
