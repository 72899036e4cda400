package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Puts as Ceph RGW 16.2 does: it compares If-Match with the ETag without quotes; in a bucket with
 * versions it refuses every If-Match and ignores If-None-Match.
 */
final class CephPutClient extends DelegatingS3AsyncClient {
  private final boolean versions;

  CephPutClient(S3AsyncClient client, boolean versions) {
    super(client);
    this.versions = versions;
  }

  @Override
  public CompletableFuture<PutObjectResponse> putObject(
      PutObjectRequest put, AsyncRequestBody body) {
    String ifMatch = put.ifMatch();
    if (ifMatch != null && (versions || ifMatch.startsWith("\""))) {
      return CompletableFuture.failedFuture(
          S3Exception.builder().statusCode(412).numAttempts(1).message("refused").build());
    }
    return super.putObject(
        put.toBuilder()
            .ifMatch(ifMatch == null ? null : Etags.quoted(ifMatch))
            .ifNoneMatch(versions ? null : put.ifNoneMatch())
            .build(),
        body);
  }
}
