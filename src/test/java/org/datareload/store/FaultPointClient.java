package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.datareload.testing.FaultPoint;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Request;

/** A client whose every request passes an edge. */
final class FaultPointClient extends DelegatingS3AsyncClient {
  private final FaultPoint edge;

  FaultPointClient(S3AsyncClient client, FaultPoint edge) {
    super(client);
    this.edge = edge;
  }

  @Override
  protected <T extends S3Request, R> CompletableFuture<R> invokeOperation(
      T request, Function<T, CompletableFuture<R>> operation) {
    var name = request.getClass().getSimpleName().replace("Request", "");
    if (name.matches("(Get|Head|List).*")) {
      return edge.touch().thenCompose(go -> operation.apply(request));
    }
    return edge.before(name)
        .thenCompose(go -> operation.apply(request))
        .thenCompose(
            answer ->
                edge.doubles(name)
                    ? operation.apply(request)
                    : CompletableFuture.completedFuture(answer))
        .thenCompose(answer -> edge.after(name).thenApply(go -> answer));
  }
}
