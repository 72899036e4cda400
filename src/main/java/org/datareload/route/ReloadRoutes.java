package org.datareload.route;

import static org.datareload.route.Endpoints.DELIVER_MAILS;
import static org.datareload.route.Endpoints.RUN_EXECUTION;

import org.apache.camel.LoggingLevel;
import org.apache.camel.Predicate;
import org.apache.camel.builder.RouteBuilder;
import org.datareload.execution.ExecutionLostException;
import org.datareload.execution.Status;
import org.datareload.transfer.FolderUnsettledException;

/**
 * One reload: a loop over the durable status of the execution. Each pass takes the step of the
 * status that the database holds, so an execution that a process left anywhere continues where it
 * was. A step that is taken at the wrong time finds no row to change.
 */
public final class ReloadRoutes extends RouteBuilder {
  @Override
  public void configure() {
    from("timer:poll-executions?period={{reload.executions.poll}}")
        .routeId("poll-executions")
        .description("Looks for executions that no process drives. - -> -")
        .to("direct:accept-waiting-triggers")
        .to(RUN_EXECUTION);

    from("seda:run-execution?concurrentConsumers={{reload.executions.parallel}}&size=1000")
        .routeId("run-execution")
        .description("Claims an execution, drives it, and looks for the next one. - -> Run")
        .removeHeaders("*")
        .bean("leases", "claim")
        .filter(body().isNotNull())
        .to("direct:drive-execution")
        .to(DELIVER_MAILS)
        .to("direct:accept-waiting-triggers")
        .to(RUN_EXECUTION);

    from("direct:drive-execution")
        .routeId("drive-execution")
        .description("Drives an execution to its end, under its lease. Run -> Run")
        .errorHandler(noErrorHandler())
        .setVariable("claimed", body())
        .doTry()
        .loopDoWhile(simple("${body.status.isOver} == false"))
        .to("direct:take-step")
        .end()
        .endDoTry()
        .doCatch(ExecutionLostException.class)
        .log(LoggingLevel.WARN, "${exception.message}")
        .doCatch(FolderUnsettledException.class)
        .to("direct:postpone-execution")
        .doCatch(Exception.class)
        .log(
            LoggingLevel.WARN,
            "Execution ${variable.claimed.id} is continued later: ${exception.message}")
        .doFinally()
        .bean("leases", "release(${variable.claimed})")
        .end();

    from("direct:postpone-execution")
        .routeId("postpone-execution")
        .description("Lets an execution wait whose folder is not whole yet. - -> -")
        .errorHandler(noErrorHandler())
        .log("Execution ${variable.claimed.id}: ${exception.message}")
        .bean("leases", "pause(${variable.claimed}, ${exception.pause})")
        .wireTap("direct:run-execution-later")
        .dynamicUri(false);

    from("direct:run-execution-later")
        .routeId("run-execution-later")
        .description("Looks again for executions when the pause of one is over. - -> -")
        // The lease ends a moment later than the pause, which began before.
        .delay(simple("${exception.pause.plusMillis(300).toMillis}"))
        .asyncDelayed()
        .to(RUN_EXECUTION);

    from("direct:take-step")
        .routeId("take-step")
        .description("Takes the step of the status, or decides on its failure. Run -> Run")
        .errorHandler(noErrorHandler())
        .setVariable("run", body())
        .doTry()
        .to("direct:follow-status")
        .doCatch(Exception.class)
        // The loop asks the body for its status once more, and its error would hide this one.
        .setBody(variable("run"))
        .to("direct:decide-on-failure")
        .end();

    // What failed may be the clean-up of published content, and then the execution completes.
    from("direct:decide-on-failure")
        .routeId("decide-on-failure")
        .description("Decides how a run goes on whose step failed. - -> Run")
        .errorHandler(noErrorHandler())
        .bean("failures", "decide(${variable.run}, ${exception})")
        .filter(is(Status.COMPLETED))
        .setVariable("run", body())
        .to("direct:keep-receipt");

    from("direct:follow-status")
        .routeId("follow-status")
        .description("Plan, copy and commit, publish, clean up; or undo. Run -> Run")
        .errorHandler(noErrorHandler())
        .choice()
        .when(is(Status.ACCEPTED))
        .to("direct:plan-files")
        .when(is(Status.PLANNED))
        .to("direct:copy-files")
        .when(is(Status.COMMITTED))
        .bean("manifests", "publish")
        .when(is(Status.PUBLISHED))
        .to("direct:clean-up-content")
        .when(is(Status.ABORTING))
        .bean("rollbacks", "undo");

    from("direct:plan-files")
        .routeId("plan-files")
        .description("Waits for the trigger's folder to settle, and plans its files. Run -> Run")
        .errorHandler(noErrorHandler())
        .bean("plans", "reset(${variable.run})")
        .bean("settling", "await(${variable.run})")
        .split(method("plans", "sources(${variable.run})"), new GatheredFiles())
        .streaming()
        .stopOnException()
        .bean("plans", "add(${variable.run}, ${body})")
        .end()
        .bean("plans", "freeze(${variable.run}, ${body})");

    from("direct:copy-files")
        .routeId("copy-files")
        .description("Copies the files to the lake, verifies them and commits. Run -> Run")
        .errorHandler(noErrorHandler())
        .setVariable("published", method("manifests", "publishedFileCount"))
        .split(method("transfers", "missing(${variable.run})"))
        .streaming()
        .stopOnException()
        .to("direct:copy-page")
        .end()
        .setBody(variable("run"))
        .bean("transfers", "verify")
        .bean("commits", "commit");

    from("direct:copy-page")
        .routeId("copy-page")
        .description("Copies at most 1,000 files and records them. List<FileCopy> -> -")
        .errorHandler(noErrorHandler())
        .choice()
        // A manifest names them: the database was restored to a state before the commit.
        .when(simple("${variable.published} > 0"))
        .bean("transfers", "adopt(${variable.run}, ${variable.published}, ${body})")
        .otherwise()
        .bean("transfers", "copy(${variable.run}, ${body})");

    from("direct:clean-up-content")
        .routeId("clean-up-content")
        .description("Retires the old content, deletes loaded files, completes. Run -> Run")
        .errorHandler(noErrorHandler())
        .bean("retirements", "retire")
        .bean("landingCleanup", "clear")
        .to("direct:keep-receipt")
        .bean("completions", "complete(${variable.run})");

    from("timer:send-heartbeats?period={{reload.executions.heartbeat}}&fixedRate=true")
        .routeId("send-heartbeats")
        .description("Renews the leases of the executions that this process drives. - -> -")
        .bean("leases", "heartbeat");
  }

  private Predicate is(Status status) {
    return simple("${body.status} == '" + status + "'");
  }
}
