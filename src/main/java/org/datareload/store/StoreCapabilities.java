package org.datareload.store;

import static java.util.Objects.requireNonNull;

/**
 * What a bucket's store really does, as a probe at start-up found. Stores ignore conditions that
 * they do not know, in silence, so nothing here is taken from a name or a version.
 *
 * @param versioned the bucket keeps versions
 * @param putIfAbsent PUT honours If-None-Match
 * @param putIfMatch how PUT honours If-Match
 * @param conditionalDelete DELETE honours If-Match
 * @param conditionalBatchDelete DeleteObjects honours an ETag for each key
 * @param conditionalCopy CopyObject honours x-amz-copy-source-if-match on a source in this bucket
 */
public record StoreCapabilities(
    boolean versioned,
    boolean putIfAbsent,
    IfMatchStyle putIfMatch,
    boolean conditionalDelete,
    boolean conditionalBatchDelete,
    boolean conditionalCopy) {
  /** A store that keeps no versions and honours no condition. */
  public static final StoreCapabilities NONE =
      new StoreCapabilities(false, false, IfMatchStyle.NONE, false, false, false);

  public StoreCapabilities {
    requireNonNull(putIfMatch, "putIfMatch is null");
  }
}
