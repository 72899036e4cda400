package org.datareload.route;

import org.apache.camel.builder.RouteBuilder;

/** Work that repeats at intervals; any process may do it. */
public final class HousekeepingRoutes extends RouteBuilder {
  private static final String LAKE =
      "aws2-s3:{{reload.dlz.bucket}}?amazonS3Client=#s3&pojoRequest=true&operation=";

  @Override
  public void configure() {
    from("timer:clean-up?period={{reload.housekeeping.interval}}")
        .routeId("clean-up")
        .description("Cleans up after executions and empties the trash. - -> -")
        .to("direct:clean-up-executions")
        .to("direct:empty-trash");

    from("timer:announce-problems?period={{reload.mail.problems-interval}}")
        .routeId("announce-problems")
        .description("Puts mails of the landing problems that stand into the outbox. - -> -")
        .bean("outbox", "dueProblems")
        .setVariable("problems", body())
        .to("direct:recheck-problems")
        .bean("outbox", "announceProblems(${variable.problems})");

    from("timer:forget-history?period={{reload.housekeeping.interval}}")
        .routeId("forget-history")
        .description("Deletes rows of files that are old and not needed. - -> -")
        .bean("history", "forgetOld");

    from("direct:recheck-problems")
        .routeId("recheck-problems")
        .description("Asks the store about landing problems. List<String> -> -")
        .errorHandler(noErrorHandler())
        .bean("landingZone", "refreshKeys")
        .to("direct:accept-triggers");

    from("timer:compact-database?period={{reload.housekeeping.interval}}")
        .routeId("compact-database")
        .description("Shrinks the file of the embedded database. - -> -")
        .bean("databaseCompaction", "run");

    from("direct:clean-up-executions")
        .routeId("clean-up-executions")
        .description("Takes finished executions whose clean-up is due, one after the other. - -> -")
        .bean("leases", "claimCleanup")
        .loopDoWhile(body().isNotNull())
        .to("direct:clean-up-execution")
        .bean("leases", "claimCleanup")
        .end();

    from("direct:clean-up-execution")
        .routeId("clean-up-execution")
        .description("Deletes what a finished execution left behind. Run -> -")
        .errorHandler(noErrorHandler())
        .setVariable("run", body())
        .doTry()
        .to("direct:delete-leftovers")
        .bean("completions", "cleanedUp(${variable.run})")
        .doCatch(Exception.class)
        .bean("completions", "postponeCleanup(${variable.run}, ${exception})")
        .doFinally()
        .bean("leases", "release(${variable.run})")
        .end();

    from("direct:delete-leftovers")
        .routeId("delete-leftovers")
        .description("Deletes copies of a failed execution, or what a completed one left. Run -> -")
        .errorHandler(noErrorHandler())
        .choice()
        .when(simple("${body.status} == 'FAILED'"))
        .bean("rollbacks", "deleteCopies")
        .otherwise()
        .bean("retirements", "retire")
        .bean("landingCleanup", "clear");

    from("direct:empty-trash")
        .routeId("empty-trash")
        .description("Deletes replaced content that was kept for long enough. - -> -")
        .split(method("trash", "expired"))
        .streaming()
        .to("direct:delete-expired-content");

    from("direct:delete-expired-content")
        .routeId("delete-expired-content")
        .description("Deletes the replaced content of one execution. Expired -> -")
        .errorHandler(noErrorHandler())
        .setVariable("content", body())
        .doTry()
        .split(simple("${body.prefixes}"))
        .stopOnException()
        .to("direct:delete-expired-folder")
        .end()
        .bean("trash", "emptied(${variable.content})")
        .endDoTry()
        .doCatch(Exception.class)
        .bean("trash", "failed(${variable.content}, ${exception})")
        .end();

    from("direct:delete-expired-folder")
        .routeId("delete-expired-folder")
        .description("Deletes what is below a prefix, page by page. String -> -")
        .errorHandler(noErrorHandler())
        .setVariable("folder", body())
        .choice()
        .when(simple("${variable.content.versions}"))
        .bean("trash", "deleteVersions")
        .otherwise()
        .to("direct:list-expired-objects")
        .loopDoWhile(simple("${body.isEmpty} == false"))
        .to("direct:delete-expired-objects")
        .to("direct:list-expired-objects");

    from("direct:list-expired-objects")
        .routeId("list-expired-objects")
        .description("Lists the first page of the folder. - -> List<String>")
        .errorHandler(noErrorHandler())
        .removeHeaders("*")
        .bean("trashRequests", "list(${variable.folder})")
        .to(LAKE + "listObjects")
        .bean("trashRequests", "keys(${body}, ${variable.keys})");

    from("direct:delete-expired-objects")
        .routeId("delete-expired-objects")
        .description("Deletes a page of objects. List<String> -> -")
        .errorHandler(noErrorHandler())
        .removeHeaders("*")
        .setVariable("keys", body())
        .bean("trashRequests", "delete")
        .filter(body().isNotNull())
        .to(LAKE + "deleteObjects")
        .end()
        .bean("trashRequests", "check(${variable.keys}, ${body})");
  }
}
