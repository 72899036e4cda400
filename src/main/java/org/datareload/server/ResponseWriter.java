package org.datareload.server;

import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.datareload.api.ApiResponse;
import org.datareload.api.Problem;

/** Sends answers that no route makes. */
final class ResponseWriter {
  /** What every answer carries. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer");

  private ResponseWriter() {}

  /** Camel would drop some of these on the way out, so they are there before it. */
  static void begin(RoutingContext context) {
    ALWAYS.forEach(context.response()::putHeader);
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
