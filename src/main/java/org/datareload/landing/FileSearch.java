package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.datareload.dataset.LikePattern;

/**
 * Which files of a dataset are asked for.
 *
 * @param status null for all
 * @param name what their names contain, upper and lower case alike; null or "" for all
 */
public record FileSearch(String datasetId, FileStatus status, String name) {
  public FileSearch {
    requireNonNull(datasetId, "datasetId is null");
    name = name == null ? "" : name;
  }

  /** Nothing in a database has this character, and PostgreSQL takes no text that has it. */
  boolean isHopeless() {
    return name.indexOf('\0') >= 0;
  }

  /** The pattern of LIKE, escaped by exclamation marks. */
  String pattern() {
    return LikePattern.contains(name);
  }

  List<String> statuses() {
    var asked = status == null ? FileStatus.values() : new FileStatus[] {status};
    return Arrays.stream(asked).map(FileStatus::word).toList();
  }
}
