package org.datareload.api;

import java.time.Instant;
import org.datareload.transfer.FileCopy;
import org.datareload.transfer.LakeKeys;

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
        LakeKeys.fileName(copy.targetKey()),
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
