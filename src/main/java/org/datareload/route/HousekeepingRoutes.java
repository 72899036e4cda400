package org.datareload.route;

import org.apache.camel.builder.RouteBuilder;

/** What is done now and again, by whichever process comes first. */
public final class HousekeepingRoutes extends RouteBuilder {
  @Override
  public void configure() {
    from("timer:clean-up?period={{reload.housekeeping.interval}}")
        .routeId("clean-up")
        .description("Repeats clean-up that was left over, and empties old trash. - -> -")
        .to("direct:clean-up-executions")
        .bean("trash", "empty");

    from("timer:tidy-database?period={{reload.housekeeping.interval}}")
        .routeId("tidy-database")
        .description("Makes room in the file of the embedded database. - -> -")
        .bean("databaseCompaction", "run");

    from("direct:clean-up-executions")
        .routeId("clean-up-executions")
        .description("Takes executions that are over and have clean-up due. - -> -")
        .bean("leases", "claimCleanup")
        .loopDoWhile(body().isNotNull())
        .to("direct:clean-up-execution")
        .bean("leases", "claimCleanup")
        .end();

    from("direct:clean-up-execution")
        .routeId("clean-up-execution")
        .description("Deletes what an execution left behind. Run -> Run")
        .errorHandler(noErrorHandler())
        .setVariable("run", body())
        .doTry()
        .bean("endings", "removeCopies")
        .bean("retirements", "retire")
        .bean("landingCleanup", "clear")
        .bean("endings", "cleanedUp")
        .doCatch(Exception.class)
        .bean("endings", "cleanUpLater(${variable.run}, ${exception})")
        .doFinally()
        .bean("leases", "release(${variable.run})")
        .end();
  }
}
