package org.datareload.server;

import io.vertx.ext.web.RoutingContext;
import org.datareload.api.ApiResponse;
import org.datareload.api.Problem;

/** Writes the responses that are not made by a route. */
final class ResponseWriter {
  private ResponseWriter() {}

  /** Sets the headers of every response. Camel would drop some of them, so they are set before. */
  static void prepare(RoutingContext context) {
    context
        .response()
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer");
    context.next();
  }

  static void send(RoutingContext context, ApiResponse answer) {
    var response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (answer.text() == null) {
      response.end();
    } else {
      response.end(answer.text());
    }
  }

  static void problem(RoutingContext context, int status, String detail) {
    send(context, ApiResponse.of(Problem.of(status, detail)));
  }
}
