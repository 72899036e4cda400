package org.datareload.transfer;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.datareload.store.StoredObject;

/**
 * One line of an execution's plan: a source, exactly, and the key that its copy gets.
 *
 * @param seq place in the plan, from 1; 0 before it has one
 * @param fileId the landed file, or null where the source is none (restore)
 * @param sourceBucket the landing zone, or where restored content stands
 * @param source the object as it was when the plan was frozen
 * @param targetEtag ETag of the copy, or null before it was made
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

  /** The same line once its copy stands in the lake, before the database tells when it was. */
  FileCopy made(String etag) {
    return new FileCopy(seq, fileId, sourceBucket, source, targetKey, etag, null);
  }

  /** A copy that was not made yet. */
  static FileCopy planned(
      String fileId, String sourceBucket, StoredObject source, String targetKey) {
    return new FileCopy(0, fileId, sourceBucket, source, targetKey, null, null);
  }
}
