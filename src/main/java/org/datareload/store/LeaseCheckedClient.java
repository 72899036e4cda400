package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * Asks whether a request may be sent when it is sent, however long it waited for its turn. What a
 * copy by parts had begun may always be given up.
 */
final class LeaseCheckedClient extends DelegatingS3AsyncClient {
  private final Runnable check;

  LeaseCheckedClient(S3AsyncClient client, Runnable check) {
    super(client);
    this.check = check;
  }

  @Override
  protected <T extends S3Request, R> CompletableFuture<R> invokeOperation(
      T request, Function<T, CompletableFuture<R>> operation) {
    if (!(request instanceof AbortMultipartUploadRequest)) {
      check.run();
    }
    return operation.apply(request);
  }
}
