package org.datareload.landing;

import java.util.List;
import java.util.Set;

/** Pending files of a dataset that a user selected. */
public sealed interface Selection {
  /** Files by id, each of which must be pending. */
  record Ids(List<String> ids) implements Selection {
    public Ids {
      ids = List.copyOf(Set.copyOf(ids));
    }
  }

  /**
   * All pending files, with exceptions.
   *
   * @param except ids of files that stay pending
   * @param nameContains part of the file name, case-insensitive, or null for every name
   * @param expected number of files that the user expects the selection to have
   */
  record All(List<String> except, String nameContains, long expected) implements Selection {
    public All {
      except = List.copyOf(Set.copyOf(except));
      if (expected < 0) {
        throw new IllegalArgumentException("expected is negative: " + expected);
      }
    }
  }
}
