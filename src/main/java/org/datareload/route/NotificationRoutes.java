package org.datareload.route;

import static org.datareload.route.Endpoints.DELIVER_MAILS;
import static org.datareload.route.Endpoints.RUN_EXECUTION;

import org.apache.camel.builder.RouteBuilder;

/** From a notification, or a sweep, to the decision on each trigger file. */
public final class NotificationRoutes extends RouteBuilder {
  @Override
  public void configure() {
    from("direct:accept-notification")
        .routeId("accept-notification")
        .description("Records what landed and accepts trigger files. String -> EventCounts")
        .errorHandler(noErrorHandler())
        .bean("notifications", "parse")
        .setVariable("refreshed", method("landingZone", "refresh"))
        .setBody(simple("${variable.refreshed.objects}"))
        .to("direct:accept-triggers")
        .setBody(simple("${variable.refreshed.counts(${body.size})}"));

    from("direct:sweep-landing-zone")
        .routeId("sweep-landing-zone")
        .description("Finds what landed without a notification. - -> -")
        .errorHandler(noErrorHandler())
        .bean("sweeps", "list")
        .to("direct:accept-triggers")
        .bean("sweeps", "recheck")
        .to("direct:accept-triggers");

    from("direct:accept-waiting-triggers")
        .routeId("accept-waiting-triggers")
        .description("Takes up trigger files that waited for an execution to end. - -> -")
        .errorHandler(noErrorHandler())
        .split(method("executions", "waiting"))
        .stopOnException()
        .setVariable("waiting", body())
        .bean("landingZone", "refreshKey")
        .to("direct:accept-triggers")
        .bean("executions", "forgetWaiting(${variable.waiting})");

    from("direct:accept-triggers")
        .routeId("accept-triggers")
        .description("Picks the trigger files. List<LandedObject> -> List<Acceptance>")
        .errorHandler(noErrorHandler())
        .split(body(), new NewAcceptances())
        .stopOnException()
        .filter(simple("${body.isTrigger}"))
        .to("direct:accept-trigger");

    from("direct:accept-trigger")
        .routeId("accept-trigger")
        .description("Starts one execution for a trigger file, or rejects it. LandedObject -> -")
        .errorHandler(noErrorHandler())
        .bean("landingZone", "findTrigger")
        .filter(body().isNotNull())
        .idempotentConsumer(simple("${body.messageId}"))
        .idempotentRepository("executedTriggers")
        .removeOnFailure(false)
        .bean("triggers", "accept")
        .choice()
        .when(simple("${body?.isAccepted}"))
        .to(RUN_EXECUTION)
        .otherwise()
        .to(DELIVER_MAILS);
  }
}
