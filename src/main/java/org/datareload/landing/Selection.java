package org.datareload.landing;

import java.util.List;
import java.util.Set;

/** Which pending files are meant. */
public sealed interface Selection {
  /** These, each of which must be pending. */
  record Ids(List<String> ids) implements Selection {
    public Ids {
      ids = List.copyOf(Set.copyOf(ids));
    }
  }

  /**
   * All but a few.
   *
   * @param except ids that stay pending
   * @param nameContains part of the file name, in any case, or null for every name
   * @param expected how many files the caller believes this to be
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
