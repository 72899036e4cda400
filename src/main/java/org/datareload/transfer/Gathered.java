package org.datareload.transfer;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.datareload.dataset.FileCount;

/**
 * What a part of a plan, or the whole of it, consists of.
 *
 * @param loadedBefore files that are left out, since an earlier execution loaded them and the store
 *     refuses to delete them
 * @param beingDeleted files that are left out, since a person deletes them
 * @param abandoned objects that are left out, since a writer began them long ago under the name of
 *     an unfinished file
 */
public record Gathered(
    FileCount files, LeftOut loadedBefore, LeftOut beingDeleted, LeftOut abandoned) {
  public Gathered {
    requireNonNull(files, "files is null");
    requireNonNull(loadedBefore, "loadedBefore is null");
    requireNonNull(beingDeleted, "beingDeleted is null");
    requireNonNull(abandoned, "abandoned is null");
  }

  /** Files that people selected, or content that is restored. */
  static Gathered of(FileCount files) {
    return new Gathered(files, LeftOut.NOTHING, LeftOut.NOTHING, LeftOut.NOTHING);
  }

  /** Both parts together. */
  public Gathered plus(Gathered other) {
    return new Gathered(
        files.plus(other.files),
        loadedBefore.plus(other.loadedBefore),
        beingDeleted.plus(other.beingDeleted),
        abandoned.plus(other.abandoned));
  }

  Gathered withAbandoned(LeftOut keys) {
    return new Gathered(files, loadedBefore, beingDeleted, keys);
  }

  /**
   * Objects that are not loaded.
   *
   * @param first the first of their keys, as many as are named
   */
  record LeftOut(long count, List<String> first) {
    static final LeftOut NOTHING = new LeftOut(0, List.of());

    LeftOut {
      first = first.stream().limit(Settling.MAX_NAMES).toList();
    }

    static LeftOut of(Collection<String> keys) {
      return new LeftOut(keys.size(), List.copyOf(keys));
    }

    LeftOut plus(LeftOut other) {
      return new LeftOut(
          count + other.count, Stream.concat(first.stream(), other.first.stream()).toList());
    }
  }
}
