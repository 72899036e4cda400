package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

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

/** Makes calls out of web requests, and web answers out of answers. */
public final class HttpMapper {
  private final OpenApiContract contract;
  private final RequestLimits bounds;

  public HttpMapper(OpenApiContract contract, RequestLimits bounds) {
    this.contract = requireNonNull(contract, "contract is null");
    this.bounds = requireNonNull(bounds, "bounds is null");
  }

  /** The request as the contract has it; fails with the problem where it does not keep to it. */
  public ApiRequest read(Exchange exchange) {
    var call = admitted(exchange.getMessage());
    var body = exchange.getMessage().getBody(byte[].class);
    var hasBody = body != null && body.length > 0;
    if (!contract.hasBody(call.operation())) {
      return contract.check(contract.isPaged(call.operation()) ? bounds.paged(call) : call);
    }
    if (!hasBody) {
      throw new ProblemException(Problem.of(400, "The request has no body"));
    }
    return bounds.checked(contract.check(call.with(Json.read(body))));
  }

  /** The call that the gate let in. */
  static ApiRequest admitted(Message message) {
    var user = message.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER);
    var call = user instanceof User known ? SecurityHandler.call(known) : null;
    if (call == null) {
      throw new ProblemException(Problem.of(401, "The request came around the gate"));
    }
    return call;
  }

  /** What is said where the request could not be answered otherwise. */
  public ApiResponse refuse(Throwable failure) {
    return OperationDispatcher.answer("request", failure);
  }

  /** Sends the answer and nothing that came with the request. */
  public void reply(Exchange exchange) {
    var message = exchange.getMessage();
    var answer = message.getBody(ApiResponse.class);
    message.removeHeaders("*");
    answer.headers().forEach(message::setHeader);
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
    if (answer.stream() != null) {
      message.setBody(answer.stream());
    } else {
      message.setBody(
          answer.text() == null ? null : ByteBuffer.wrap(answer.text().getBytes(UTF_8)));
    }
  }
}
