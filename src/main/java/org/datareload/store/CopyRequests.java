package org.datareload.store;

import software.amazon.awssdk.services.s3.model.CopyObjectRequest;

/** Requests that copy one object inside the store. */
final class CopyRequests {
  private CopyRequests() {}

  /**
   * A request that copies the planned source. Its version and ETag are conditions, which not every
   * store keeps: {@link CopyResults} checks the response.
   *
   * @param source as it was planned, not above the multipart threshold
   * @param leaseCheck is run when the request's turn comes; see {@link LeaseCheck}
   */
  static CopyObjectRequest of(
      String sourceBucket, StoredObject source, ObjectRef target, Runnable leaseCheck) {
    return CopyObjectRequest.builder()
        .sourceBucket(sourceBucket)
        .sourceKey(source.key())
        .sourceVersionId(source.versionId())
        .copySourceIfMatch(Etags.quoted(source.etag()))
        .destinationBucket(target.bucket())
        .destinationKey(target.key())
        .overrideConfiguration(LeaseCheck.of(leaseCheck))
        .build();
  }
}
