package org.datareload.route;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.datareload.execution.ExecutionLostException;

/**
 * The way of an execution. Each station lets pass what has been through it already, so an execution
 * that a process left at any point is simply sent along the whole way again.
 */
public final class ReloadRoutes extends RouteBuilder {
  @Override
  public void configure() {
    from("timer:poll-executions?period={{reload.executions.poll}}")
        .routeId("poll-executions")
        .description("Looks for executions that nobody drives. - -> -")
        .to("seda:run-execution?discardWhenFull=true&waitForTaskToComplete=Never");

    from("seda:run-execution?concurrentConsumers={{reload.executions.parallel}}&size=1000")
        .routeId("run-execution")
        .description("Takes an execution that nobody drives. - -> Run")
        .removeHeaders("*")
        .bean("leases", "claim")
        .filter(body().isNotNull())
        .to("direct:drive-execution")
        .to("seda:deliver-mail?discardWhenFull=true&waitForTaskToComplete=Never")
        .to("seda:run-execution?discardWhenFull=true&waitForTaskToComplete=Never");

    from("direct:drive-execution")
        .routeId("drive-execution")
        .description("Loads, publishes and ends one execution. Run -> Run")
        .setVariable("run", body())
        .doTry()
        .to("direct:load-files")
        .to("direct:publish-content")
        .doCatch(ExecutionLostException.class)
        .log(LoggingLevel.WARN, "${exception.message}")
        .doFinally()
        .bean("leases", "release(${variable.run})")
        .end();

    from("direct:load-files")
        .routeId("load-files")
        .description("Plans, copies, verifies and commits, or undoes all of it. Run -> Run")
        .errorHandler(noErrorHandler())
        .doTry()
        .bean("plans", "freeze")
        .bean("transfers", "copy")
        .bean("transfers", "verify")
        .bean("commits", "commit")
        .doCatch(Exception.class)
        .bean("endings", "abort(${variable.run}, ${exception})")
        .end()
        .bean("endings", "undo");

    from("direct:publish-content")
        .routeId("publish-content")
        .description("Shows committed content, retires the old, clears the rest. Run -> Run")
        .errorHandler(noErrorHandler())
        .doTry()
        .bean("manifests", "publish")
        .bean("retirements", "retire")
        .bean("landingCleanup", "clear")
        .bean("endings", "complete")
        .doCatch(Exception.class)
        .bean("endings", "postpone(${variable.run}, ${exception})")
        .end();

    from("timer:send-heartbeats?period={{reload.executions.heartbeat}}&fixedRate=true")
        .routeId("send-heartbeats")
        .description("Keeps the leases of the executions that this process drives. - -> -")
        .bean("leases", "heartbeat");
  }
}
