package org.datareload.server;

import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Bounds how long a request's body may take: who sends a byte now and then holds nothing for long.
 */
final class BodyTimeout {
  private static final Duration A_MOMENT = Duration.ofSeconds(2);

  private BodyTimeout() {}

  static void bound(RoutingContext context, Duration most) {
    var request = context.request();
    var timer = context.vertx().setTimer(most.toMillis(), late -> end(context, most));
    context.addEndHandler(
        answered -> {
          if (request.isEnded()) {
            context.vertx().cancelTimer(timer);
          }
        });
  }

  /**
   * Takes no more of a body that is too large: its sender has been answered, and has a moment to
   * read that.
   */
  static void cutOff(RoutingContext context) {
    var request = context.request();
    if (request.version() != HttpVersion.HTTP_2 && !request.isEnded()) {
      request.pause();
      context.vertx().setTimer(A_MOMENT.toMillis(), over -> request.connection().close());
    }
  }

  /** Who was answered before his body was whole must not go on, either. */
  private static void end(RoutingContext context, Duration most) {
    var request = context.request();
    if (request.isEnded()) {
      return;
    }
    if (!context.response().ended()) {
      context.response().putHeader("Connection", "close");
      ResponseWriter.problem(
          context, 408, "The body was not whole after " + most.toSeconds() + " s");
    }
    if (request.version() != HttpVersion.HTTP_2) {
      request.connection().close();
    }
  }
}
