package org.datareload.route;

import static org.apache.camel.ExchangePattern.InOnly;

import org.apache.camel.builder.RouteBuilder;

/** Events that a store posts. Where they cannot be recorded, it is told to send them again. */
public final class WebhookRoutes extends RouteBuilder {
  @Override
  public void configure() {
    from("direct:accept-webhook")
        .routeId("accept-webhook")
        .description("Records the events of a store that knows the token. String -> -")
        .errorHandler(noErrorHandler())
        .bean("headerFilter", "enter")
        .doTry()
        .bean("webhook", "read")
        .to(InOnly, "direct:accept-notification")
        .bean("webhook", "answer")
        .doCatch(Exception.class)
        .bean("webhook", "refuse(${exception})")
        .end()
        .bean("httpMapper", "reply");
  }
}
