package org.datareload.route;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.openapi.contract.Operation;
import org.apache.camel.builder.RouteBuilder;
import org.datareload.api.RequestLimits;
import org.datareload.server.HttpMapper;
import org.datareload.server.OpenApiContract;
import org.datareload.server.RouterSetup;
import org.datareload.server.SecurityPolicy;

/** One route for each operation of the contract, and before them all one gate. */
public final class HttpRoutes extends RouteBuilder {
  /** Requests wait for the database and the store, so there are more than processors. */
  private static final int WORKERS = 64;

  private final SecurityPolicy guards;
  private final RequestLimits bounds;
  private final int port;

  /**
   * @param port of the server that is to answer
   */
  public HttpRoutes(SecurityPolicy guards, RequestLimits bounds, int port) {
    this.guards = requireNonNull(guards, "guards is null");
    this.bounds = requireNonNull(bounds, "bounds is null");
    this.port = port;
  }

  @Override
  public void configure() {
    var vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS));
    bindToRegistry("vertx", vertx);
    var contract = OpenApiContract.load(vertx);
    addSite(new RouterSetup(contract, port, guards));
    bindToRegistry("httpMapper", new HttpMapper(contract, bounds));
    from("timer:forget-requests?period={{reload.housekeeping.interval}}")
        .routeId("forget-requests")
        .description("Gives up abandoned uploads, ends deletions, forgets old requests. - -> -")
        .bean("uploads", "sweep")
        .bean("datasetDeletions", "finish")
        .bean("idempotencyKeys", "forgetOld");

    for (var operation : contract.operations()) {
      if (!OpenApiContract.hasTag(operation, "stream")
          && !OpenApiContract.hasTag(operation, "events")) {
        route(operation, contract.text(operation, "summary"));
      }
    }
  }

  /** The site finds its router when it starts, which is before the first route does. */
  private void addSite(RouterSetup site) {
    try {
      getContext().addService(site);
    } catch (Exception failed) {
      throw new IllegalStateException("the web server's guards cannot be added", failed);
    }
  }

  private void route(Operation operation, String summary) {
    var method = operation.getHttpMethod().name();
    var answered =
        from("platform-http:" + operation.getOpenAPIPath() + "?httpMethodRestrict=" + method)
            .routeId(operation.getOperationId())
            .description(summary + ". Request -> Answer")
            .errorHandler(noErrorHandler())
            .bean("headerFilter", "enter")
            .doTry()
            .bean("httpMapper", "read")
            .bean("dispatcher", "answer")
            .doCatch(Exception.class)
            .bean("httpMapper", "refuse(${exception})")
            .end();
    if (operation.getOperationId().equals("startExecution")) {
      // A dynamic address would be read as an expression for each request.
      answered.wireTap("seda:run-execution?discardWhenFull=true").dynamicUri(false);
    }
    answered.bean("httpMapper", "reply");
  }
}
