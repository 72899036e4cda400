package org.datareload.store;

import java.util.function.Function;
import org.datareload.testing.FaultPoint;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/** The blocking form of {@link FaultPointClient}. */
final class FaultPointBlockingClient extends DelegatingS3Client {
  private final FaultPoint faults;

  FaultPointBlockingClient(S3Client client, FaultPoint faults) {
    super(client);
    this.faults = faults;
  }

  @Override
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    var name = request.getClass().getSimpleName().replace("Request", "");
    if (name.matches("(Get|Head|List).*")) {
      faults.touch().join();
      return operation.apply(request);
    }
    faults.before(name).join();
    var response = operation.apply(request);
    if (faults.doubles(name)) {
      response = operation.apply(request);
    }
    faults.after(name).join();
    return response;
  }
}
