package org.datareload.landing;

import java.util.Locale;

/** How far a landed file has come. */
public enum FileStatus {
  /** It waits to be loaded. */
  PENDING,
  /** An execution has it in its plan. */
  PROCESSING,
  /** An execution has loaded it. */
  COMPLETED,
  /** It was deleted before it was loaded, by a user or behind the program's back. */
  DELETED,
  /** Another object took its key before it was loaded. */
  SUPERSEDED;

  /** The word for it in the database, in the API and on the page. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The status of a word.
   *
   * @throws IllegalArgumentException where no status has this word
   */
  public static FileStatus of(String word) {
    for (var status : values()) {
      if (status.word().equals(word)) {
        return status;
      }
    }
    throw new IllegalArgumentException("No status of files is called " + word);
  }
}
