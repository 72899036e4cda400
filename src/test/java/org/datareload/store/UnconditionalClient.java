package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/** Copies and deletes without conditions, as a store that ignores them. */
final class UnconditionalClient extends DelegatingS3AsyncClient {
  UnconditionalClient(S3AsyncClient client) {
    super(client);
  }

  @Override
  public CompletableFuture<CopyObjectResponse> copyObject(CopyObjectRequest copy) {
    return super.copyObject(copy.toBuilder().copySourceIfMatch(null).build());
  }

  @Override
  public CompletableFuture<UploadPartCopyResponse> uploadPartCopy(UploadPartCopyRequest part) {
    return super.uploadPartCopy(part.toBuilder().copySourceIfMatch(null).build());
  }

  @Override
  public CompletableFuture<DeleteObjectResponse> deleteObject(DeleteObjectRequest delete) {
    return super.deleteObject(delete.toBuilder().ifMatch(null).build());
  }
}
