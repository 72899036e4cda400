package org.datareload.route;

import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.datareload.http.Answer;
import org.datareload.http.Problem;

/** Sends answers that no route makes. */
final class Replies {
  /** What every answer carries. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer");

  private Replies() {}

  /** Camel would drop some of these on the way out, so they are there before it. */
  static void begin(RoutingContext context) {
    ALWAYS.forEach(context.response()::putHeader);
    context.next();
  }

  static void send(RoutingContext context, Answer answer) {
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
    send(context, Answer.of(Problem.of(status, detail)));
  }
}
