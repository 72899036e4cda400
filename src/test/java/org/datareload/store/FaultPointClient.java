package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.datareload.testing.FaultPoint;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Request;

/** Every request passes a fault point. */
final class FaultPointClient extends DelegatingS3AsyncClient {
  private final FaultPoint faults;

  FaultPointClient(S3AsyncClient client, FaultPoint faults) {
    super(client);
    this.faults = faults;
  }

  @Override
  protected <T extends S3Request, R> CompletableFuture<R> invokeOperation(
      T request, Function<T, CompletableFuture<R>> operation) {
    var name = name(request);
    if (isRead(name)) {
      return faults.touch().thenCompose(go -> operation.apply(request));
    }
    return faults
        .before(name)
        .thenCompose(go -> operation.apply(request))
        .thenCompose(
            response ->
                faults.doubles(name)
                    ? operation.apply(request)
                    : CompletableFuture.completedFuture(response))
        .thenCompose(response -> faults.after(name).thenApply(go -> response));
  }

  static String name(S3Request request) {
    return request.getClass().getSimpleName().replace("Request", "");
  }

  static boolean isRead(String name) {
    return name.matches("(Get|Head|List).*");
  }
}
