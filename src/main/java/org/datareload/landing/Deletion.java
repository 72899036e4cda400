package org.datareload.landing;

import java.util.List;

/** What became of a wish to delete pending files. */
public sealed interface Deletion {
  /**
   * The files were gone through.
   *
   * @param versions whether the bucket keeps versions: every version at the keys was deleted
   */
  record Done(long deleted, List<Kept> failed, boolean versions) implements Deletion {
    public Done {
      failed = List.copyOf(failed);
    }
  }

  /** The files are not what the caller believes; nothing was deleted. */
  record SelectionChanged(long expected, long found) implements Deletion {}

  /** A file that was not deleted, and why. */
  record Kept(String id, String reason) {}
}
