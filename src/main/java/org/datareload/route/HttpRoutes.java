package org.datareload.route;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.openapi.contract.Operation;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.datareload.api.LiveSnapshots;
import org.datareload.api.OperationDispatcher;
import org.datareload.api.RequestLimits;
import org.datareload.server.HttpMapper;
import org.datareload.server.ManagementHosts;
import org.datareload.server.OpenApiContract;
import org.datareload.server.RouterSetup;
import org.datareload.server.SecurityPolicy;
import org.datareload.server.WebUi;

/** One route per operation of the OpenAPI contract. */
public final class HttpRoutes extends RouteConfigurationBuilder {
  /** The route configuration that answers a failure with a problem. */
  static final String ERRORS = "http";

  /** More than processors, since requests wait for the database and the store. */
  private static final int WORKERS = 64;

  private final SecurityPolicy policy;
  private final RequestLimits limits;
  private final OperationDispatcher dispatcher;
  private final LiveSnapshots snapshots;
  private final WebUi webUi;
  private final int port;
  private final ManagementHosts managementHosts;

  /**
   * @param port of the web server
   */
  public HttpRoutes(
      SecurityPolicy policy,
      RequestLimits limits,
      OperationDispatcher dispatcher,
      LiveSnapshots snapshots,
      WebUi webUi,
      int port,
      ManagementHosts managementHosts) {
    this.policy = policy;
    this.limits = limits;
    this.dispatcher = dispatcher;
    this.snapshots = snapshots;
    this.webUi = webUi;
    this.port = port;
    this.managementHosts = managementHosts;
  }

  @Override
  public void configuration() {
    routeConfiguration(ERRORS)
        .onException(Exception.class)
        .handled(true)
        .bean("httpMapper", "writeProblem");
  }

  @Override
  public void configure() throws Exception {
    from("timer:forget-requests?period={{reload.housekeeping.interval}}")
        .routeId("forget-requests")
        .description("Aborts old uploads, ends deletions, deletes old keys and tokens. - -> -")
        .bean("uploads", "sweep")
        .bean("datasetDeletions", "finish")
        .bean("idempotencyKeys", "forgetOld")
        .bean("tokens", "deleteEnded");

    from("timer:forget-traces?period={{reload.housekeeping.interval}}")
        .routeId("forget-traces")
        .description("Deletes old audit entries and stale temporary files. - -> -")
        .bean("auditLog", "forgetOld")
        .bean("temporaryFiles", "deleteStale");

    var vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS));
    getContext().getRegistry().bind("vertx", vertx, null, "close");
    var contract = OpenApiContract.load(vertx);
    bindToRegistry("httpMapper", new HttpMapper(contract, limits));
    getContext()
        .addService(new RouterSetup(getContext(), contract, policy, snapshots, webUi, port));
    getContext().addService(managementHosts);
    var routed = contract.operations().stream().filter(HttpRoutes::hasRoute).toList();
    dispatcher.requireHandlers(routed.stream().map(Operation::getOperationId).toList());
    routed.forEach(operation -> route(operation, contract.summary(operation)));
  }

  /** The router serves the stream itself; the webhook is a route of its own. */
  private static boolean hasRoute(Operation operation) {
    return !OpenApiContract.hasTag(operation, "stream")
        && !OpenApiContract.hasTag(operation, "events");
  }

  private void route(Operation operation, String summary) {
    var method = operation.getHttpMethod().name();
    var route =
        from("platform-http:" + operation.getOpenAPIPath() + "?httpMethodRestrict=" + method)
            .routeId(operation.getOperationId())
            .description(summary + ". Request -> Response")
            .routeConfigurationId(ERRORS)
            .bean("headerFilter", "enter")
            .bean("httpMapper", "read")
            .bean("dispatcher", "handle");
    if (operation.getOperationId().equals("startExecution")) {
      // A dynamic URI would be evaluated as an expression for each request.
      route.wireTap("seda:run-execution?discardWhenFull=true").dynamicUri(false);
    }
    route.bean("httpMapper", "write");
  }
}
