package org.datareload.landing;

import java.util.Locale;

/** The status of a landed file. */
public enum FileStatus {
  /** Waits to be loaded. */
  PENDING,
  /** Claimed by an execution. */
  PROCESSING,
  /** Loaded by an execution. */
  COMPLETED,
  /** Deleted before it was loaded, by a user or directly in the store. */
  DELETED,
  /** Replaced by another object at its key before it was loaded. */
  SUPERSEDED;

  /** The name in the database, the API and the web page. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The status with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static FileStatus of(String word) {
    for (var status : values()) {
      if (status.word().equals(word)) {
        return status;
      }
    }
    throw new IllegalArgumentException("Unknown file status: " + word);
  }
}
