package org.datareload.api;

import java.time.Instant;
import org.datareload.transfer.FileCopy;

/** A copied file as the API and receipts show it. */
record CopyView(
    long seq,
    String fileId,
    String name,
    String sourceBucket,
    String sourceKey,
    String sourceVersion,
    String sourceEtag,
    String targetKey,
    long size,
    String etag,
    Instant copiedAt) {
  static CopyView of(FileCopy copy) {
    var source = copy.source();
    return new CopyView(
        copy.seq(),
        copy.fileId(),
        source.key().substring(source.key().lastIndexOf('/') + 1),
        copy.sourceBucket(),
        source.key(),
        source.versionId(),
        source.etag(),
        copy.targetKey(),
        source.size(),
        copy.targetEtag(),
        copy.copiedAt());
  }
}
