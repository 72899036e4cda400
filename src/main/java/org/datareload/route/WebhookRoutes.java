package org.datareload.route;

import static org.apache.camel.ExchangePattern.InOnly;

import org.apache.camel.builder.RouteBuilder;

/** The webhook: events that a store posts. On an error the store is asked to send them again. */
public final class WebhookRoutes extends RouteBuilder {
  @Override
  public void configure() {
    from("direct:accept-webhook")
        .routeId("accept-webhook")
        .description("Checks the token and records the events. String -> Response")
        .routeConfigurationId(HttpRoutes.ERRORS)
        .bean("headerFilter", "enter")
        .bean("webhook", "read")
        .bean("topicSubscriptions", "confirm")
        .to(InOnly, "direct:accept-notification")
        .bean("webhook", "respond")
        .bean("httpMapper", "write");
  }
}
