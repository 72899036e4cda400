package org.datareload.transfer;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.datareload.dataset.FileCount;

/**
 * What a part of a plan, or the whole of it, consists of.
 *
 * @param newest when the newest object of the folder was written, by the store's clock; {@code
 *     Instant.EPOCH} where there is none or that does not matter
 * @param loadedBefore files that are left out, since an earlier execution loaded them and the store
 *     did not let them go
 * @param beingDeleted files that are left out, since a person deletes them
 */
public record Gathered(FileCount files, Instant newest, long loadedBefore, long beingDeleted) {
  public Gathered {
    requireNonNull(files, "files is null");
    requireNonNull(newest, "newest is null");
  }

  /** Files that people selected, or content that is restored. */
  static Gathered of(FileCount files) {
    return new Gathered(files, Instant.EPOCH, 0, 0);
  }

  /** Both parts together. */
  public Gathered plus(Gathered other) {
    return new Gathered(
        files.plus(other.files),
        newest.isAfter(other.newest) ? newest : other.newest,
        loadedBefore + other.loadedBefore,
        beingDeleted + other.beingDeleted);
  }
}
