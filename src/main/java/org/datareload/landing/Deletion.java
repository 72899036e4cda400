package org.datareload.landing;

import java.util.List;

/** The result of a request to delete pending files. */
public sealed interface Deletion {
  /**
   * The request was carried out.
   *
   * @param deleted number of files
   * @param failed the files that were not deleted
   * @param versions whether the bucket keeps versions: all versions at the keys were deleted
   */
  record Done(long deleted, List<Kept> failed, boolean versions) implements Deletion {
    public Done {
      failed = List.copyOf(failed);
    }
  }

  /** The selection does not match the number of files that the user expects; none was deleted. */
  record SelectionChanged(long expected, long found) implements Deletion {}

  /** A file that was not deleted, and why. */
  record Kept(String id, String reason) {}
}
