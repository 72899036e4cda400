package org.datareload.transfer;

import static java.util.Objects.requireNonNull;

import org.datareload.dataset.FileCount;

/**
 * What a part of a plan, or the whole of it, consists of.
 *
 * @param loadedBefore files that are left out, since an earlier execution loaded them and the store
 *     refuses to delete them
 * @param beingDeleted files that are left out, since a person deletes them
 */
public record Gathered(FileCount files, long loadedBefore, long beingDeleted) {
  public Gathered {
    requireNonNull(files, "files is null");
  }

  /** Files that people selected, or content that is restored. */
  static Gathered of(FileCount files) {
    return new Gathered(files, 0, 0);
  }

  /** Both parts together. */
  public Gathered plus(Gathered other) {
    return new Gathered(
        files.plus(other.files),
        loadedBefore + other.loadedBefore,
        beingDeleted + other.beingDeleted);
  }
}
