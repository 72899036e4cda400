package org.datareload.route;

import org.apache.camel.builder.RouteBuilder;

/** What the edges hand in: events of a store, and the finds of a sweep. */
public final class NotificationRoutes extends RouteBuilder {
  @Override
  public void configure() {
    from("direct:accept-events")
        .routeId("accept-events")
        .description("Records what landed and accepts trigger files. String -> List<TriggerFile>")
        .errorHandler(noErrorHandler())
        .bean("notifications", "parse")
        .bean("landingZone", "refresh")
        .bean("triggers", "find")
        .split(body())
        .stopOnException()
        .to("direct:accept-trigger");

    from("direct:sweep-landing-zone")
        .routeId("sweep-landing-zone")
        .description("Finds what landed and was not announced. - -> -")
        .errorHandler(noErrorHandler())
        .bean("triggers", "sweep")
        .to("seda:run-execution?discardWhenFull=true&waitForTaskToComplete=Never");

    from("direct:accept-trigger")
        .routeId("accept-trigger")
        .description("Starts an execution for a trigger file, or refuses it. TriggerFile -> -")
        .errorHandler(noErrorHandler())
        .bean("triggers", "accept")
        .to("seda:run-execution?discardWhenFull=true&waitForTaskToComplete=Never")
        .to("seda:deliver-mail?discardWhenFull=true&waitForTaskToComplete=Never");
  }
}
