package org.datareload.transfer;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.datareload.store.StoredObject;

/**
 * One line of a plan: exactly which object is copied, and to which key.
 *
 * @param seq place in the plan, from 1; 0 before it has one
 * @param fileId the landed file, or null for a restored object
 * @param sourceBucket the landing zone's, or the lake's for a restored object
 * @param source the object as it was planned
 * @param targetEtag ETag of the copy, or null before it is made
 */
public record FileCopy(
    long seq,
    String fileId,
    String sourceBucket,
    StoredObject source,
    String targetKey,
    String targetEtag,
    Instant copiedAt) {
  public FileCopy {
    requireNonNull(sourceBucket, "sourceBucket is null");
    requireNonNull(source, "source is null");
    requireNonNull(targetKey, "targetKey is null");
  }

  /** The line with its copy made; the database sets the time. */
  FileCopy made(String etag) {
    return new FileCopy(seq, fileId, sourceBucket, source, targetKey, etag, null);
  }

  /** Whether nothing is copied: the object is restored at the key where it has been. */
  boolean isInPlace() {
    return source.key().equals(targetKey);
  }

  /** A copy that is not made yet. */
  static FileCopy planned(
      String fileId, String sourceBucket, StoredObject source, String targetKey) {
    return new FileCopy(0, fileId, sourceBucket, source, targetKey, null, null);
  }
}
