package org.datareload.store;

import static java.util.Objects.requireNonNull;

/**
 * What a bucket's store supports, as probed at start-up. Stores silently ignore conditions that
 * they do not know, so nothing is derived from the store's name or version.
 *
 * @param versioned the bucket keeps versions
 * @param putIfAbsent PUT honours If-None-Match
 * @param putIfMatch how PUT honours If-Match
 * @param conditionalDelete DELETE honours If-Match
 * @param conditionalBatchDelete DeleteObjects honours an ETag for each key
 * @param conditionalCopy CopyObject honours x-amz-copy-source-if-match on a source in this bucket
 * @param traits how the store describes objects
 */
public record StoreCapabilities(
    boolean versioned,
    boolean putIfAbsent,
    IfMatchStyle putIfMatch,
    boolean conditionalDelete,
    boolean conditionalBatchDelete,
    boolean conditionalCopy,
    StoreTraits traits) {
  /** No versions, and every condition is ignored. */
  public static final StoreCapabilities NONE =
      new StoreCapabilities(false, false, IfMatchStyle.NONE, false, false, false);

  public StoreCapabilities {
    requireNonNull(putIfMatch, "putIfMatch is null");
    requireNonNull(traits, "traits is null");
  }

  /** With the traits of Amazon S3. */
  public StoreCapabilities(
      boolean versioned,
      boolean putIfAbsent,
      IfMatchStyle putIfMatch,
      boolean conditionalDelete,
      boolean conditionalBatchDelete,
      boolean conditionalCopy) {
    this(
        versioned,
        putIfAbsent,
        putIfMatch,
        conditionalDelete,
        conditionalBatchDelete,
        conditionalCopy,
        StoreTraits.USUAL);
  }
}
