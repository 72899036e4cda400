package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Listing pages of at most so many entries. */
final class ShortPagesClient extends DelegatingS3AsyncClient {
  private final int size;

  ShortPagesClient(S3AsyncClient client, int size) {
    super(client);
    this.size = size;
  }

  @Override
  public CompletableFuture<ListObjectsV2Response> listObjectsV2(ListObjectsV2Request list) {
    return super.listObjectsV2(list.toBuilder().maxKeys(size).build());
  }

  @Override
  public CompletableFuture<ListObjectVersionsResponse> listObjectVersions(
      ListObjectVersionsRequest list) {
    return super.listObjectVersions(list.toBuilder().maxKeys(size).build());
  }

  @Override
  public CompletableFuture<ListMultipartUploadsResponse> listMultipartUploads(
      ListMultipartUploadsRequest list) {
    return super.listMultipartUploads(list.toBuilder().maxUploads(size).build());
  }
}
