package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.ext.auth.User;
import java.nio.ByteBuffer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.datareload.api.ApiRequest;
import org.datareload.api.ApiResponse;
import org.datareload.api.Json;
import org.datareload.api.OperationDispatcher;
import org.datareload.api.Problem;
import org.datareload.api.ProblemException;
import org.datareload.api.RequestLimits;

/** Maps exchanges of the web server to API requests, and API responses to exchanges. */
public final class HttpMapper {
  private final OpenApiContract contract;
  private final RequestLimits limits;

  public HttpMapper(OpenApiContract contract, RequestLimits limits) {
    this.contract = contract;
    this.limits = limits;
  }

  /**
   * Reads and validates a request.
   *
   * @throws ProblemException if it does not follow the contract
   */
  public ApiRequest read(Exchange exchange) {
    var request = authenticated(exchange.getMessage());
    if (!contract.hasBody(request.operation())) {
      return contract.check(
          contract.isPaged(request.operation()) ? limits.withPageSize(request) : request);
    }
    var body = exchange.getMessage().getBody(byte[].class);
    var maxBody = contract.maxBody(request.operation());
    if (body != null && body.length > maxBody) {
      throw new ProblemException(Problem.of(413, OpenApiContract.tooLarge(maxBody)));
    }
    var json = Json.read(body == null ? new byte[0] : body);
    return limits.checked(contract.check(request.withBody(json)));
  }

  /** The request that {@link SecurityHandler} admitted. */
  static ApiRequest authenticated(Message message) {
    var user = message.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER);
    var request = user instanceof User known ? SecurityHandler.request(known) : null;
    if (request == null) {
      throw new ProblemException(Problem.of(401, "Not authenticated"));
    }
    return request;
  }

  /** Writes the response in the body, and drops all headers of the request. */
  public void write(Exchange exchange) {
    write(exchange, exchange.getMessage().getBody(ApiResponse.class));
  }

  /** Writes the problem of the exchange's failure. */
  public void writeProblem(Exchange exchange) {
    var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    write(exchange, OperationDispatcher.toResponse("HTTP request", failure));
  }

  private static void write(Exchange exchange, ApiResponse response) {
    var message = exchange.getMessage();
    var user = message.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER, User.class);
    message.removeHeaders("*");
    response.headers().forEach(message::setHeader);
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, response.status());
    if (response.stream() != null) {
      SecurityHandler.stream(user).closeAtEnd(response.stream());
      message.setBody(response.stream());
    } else {
      var text = response.text();
      message.setBody(text == null ? null : ByteBuffer.wrap(text.getBytes(UTF_8)));
    }
  }
}
