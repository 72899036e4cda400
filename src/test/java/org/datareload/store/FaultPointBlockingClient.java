package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.datareload.testing.FaultPoint;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/** Every request passes a fault point, as in {@link FaultPointClient}. */
final class FaultPointBlockingClient extends DelegatingS3Client {
  private final FaultPoint faults;

  FaultPointBlockingClient(S3Client client, FaultPoint faults) {
    super(client);
    this.faults = faults;
  }

  @Override
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    var name = FaultPointClient.name(request);
    if (FaultPointClient.isRead(name)) {
      pass(faults.touch());
      return operation.apply(request);
    }
    pass(faults.before(name));
    var response = operation.apply(request);
    if (faults.doubles(name)) {
      response = operation.apply(request);
    }
    pass(faults.after(name));
    return response;
  }

  private static void pass(CompletableFuture<Void> fault) {
    try {
      fault.join();
    } catch (CompletionException e) {
      throw S3Failure.unchecked(e);
    }
  }
}
