package org.datareload.server;

import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Limits the time for a request's body, against clients that send it byte by byte. */
final class BodyTimeout {
  private static final Duration GRACE = Duration.ofSeconds(2);

  private BodyTimeout() {}

  static void start(RoutingContext context, Duration timeout) {
    var request = context.request();
    var timer = context.vertx().setTimer(timeout.toMillis(), id -> expire(context, timeout));
    context.addEndHandler(
        responded -> {
          if (request.isEnded()) {
            context.vertx().cancelTimer(timer);
          }
        });
  }

  /** Stops reading a body that is too large. Its sender has a moment to read the response. */
  static void stopReading(RoutingContext context) {
    var request = context.request();
    if (request.version() != HttpVersion.HTTP_2 && !request.isEnded()) {
      request.pause();
      context.vertx().setTimer(GRACE.toMillis(), id -> request.connection().close());
    }
  }

  /** Also ends a request whose response was sent before its body was complete. */
  private static void expire(RoutingContext context, Duration timeout) {
    var request = context.request();
    if (request.isEnded()) {
      return;
    }
    if (!context.response().ended()) {
      context.response().putHeader("Connection", "close");
      ResponseWriter.problem(
          context, 408, "The request body did not arrive within " + timeout.toSeconds() + " s");
    }
    if (request.version() != HttpVersion.HTTP_2) {
      request.connection().close();
    }
  }
}
