package org.datareload.server;

import static java.util.stream.Collectors.joining;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.service.ServiceSupport;
import org.datareload.api.ApiResponse;
import org.datareload.api.LiveSnapshots;
import org.datareload.api.OperationDispatcher;

/**
 * Sets up the web server's router around the Camel routes: authentication before them, errors after
 * them, and what has no route: the live stream, the contract and the web UI. A service, since the
 * router exists once services start.
 */
public final class RouterSetup extends ServiceSupport {
  private static final int BEFORE_ROUTES = -1_000;
  private static final int AFTER_ROUTES = 1_000_000;
  static final String NOT_FOUND = "Not found";

  private final CamelContext context;
  private final OpenApiContract contract;
  private final SecurityPolicy policy;
  private final LiveSnapshots snapshots;
  private final WebUi webUi;
  private final int port;

  /**
   * @param port of the server
   */
  public RouterSetup(
      CamelContext context,
      OpenApiContract contract,
      SecurityPolicy policy,
      LiveSnapshots snapshots,
      WebUi webUi,
      int port) {
    this.context = context;
    this.contract = contract;
    this.policy = policy;
    this.snapshots = snapshots;
    this.webUi = webUi;
    this.port = port;
  }

  @Override
  protected void doStart() {
    var router =
        VertxPlatformHttpRouter.lookup(
            context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
    router
        .route()
        .order(BEFORE_ROUTES - 1)
        .handler(ResponseWriter::prepare)
        .handler(this::refuseWhileDraining)
        .handler(this::refuseDoubleSlash)
        .failureHandler(RouterSetup::fail);
    for (var operation : contract.operations()) {
      router
          .route(operation.getHttpMethod(), routerPath(operation))
          .order(BEFORE_ROUTES)
          .handler(new SecurityHandler(operation, contract, policy));
    }
    var contractFile =
        new ApiResponse(200, Map.of("Content-Type", "application/yaml"), contract.text(), null);
    router
        .get("/openapi.yaml")
        .order(BEFORE_ROUTES + 1)
        .handler(request -> ResponseWriter.send(request, contractFile));
    router
        .get("/api/v1/live")
        .order(BEFORE_ROUTES + 1)
        .handler(new LiveStream(snapshots, contract, policy.authentication(), router.vertx()));
    webUi.mount(router);
    for (var operation : contract.operations()) {
      var allowed = methods(operation.getOpenAPIPath());
      router
          .route(routerPath(operation))
          .order(AFTER_ROUTES)
          .handler(request -> refuseMethod(request, allowed));
    }
    router.route().order(Integer.MAX_VALUE).handler(request -> refuse(request, 404, NOT_FOUND));
  }

  /** The contract writes {@code {name}} where the router has {@code :name}. */
  private static String routerPath(Operation operation) {
    return operation.getOpenAPIPath().replaceAll("\\{(\\w+)}", ":$1");
  }

  private String methods(String path) {
    return contract.operations().stream()
        .filter(operation -> operation.getOpenAPIPath().equals(path))
        .map(Operation::getHttpMethod)
        .map(HttpMethod::name)
        .sorted()
        .collect(joining(", "));
  }

  private void refuseWhileDraining(RoutingContext request) {
    if (policy.draining().isStarted()) {
      // The next request shall find another process.
      request.response().putHeader("Connection", "close").putHeader("Retry-After", "5");
      refuse(request, 503, Draining.DETAIL);
    } else {
      request.next();
    }
  }

  /** The router would treat two slashes as one. */
  private void refuseDoubleSlash(RoutingContext request) {
    if (request.request().path().contains("//")) {
      refuse(request, 404, NOT_FOUND);
    } else {
      request.next();
    }
  }

  private void refuseMethod(RoutingContext request, String allowed) {
    request.response().putHeader("Allow", allowed);
    refuse(request, 405, "Method not allowed; allowed: " + allowed);
  }

  /** No {@link SecurityHandler} stands before these paths, so the body's time is limited here. */
  private void refuse(RoutingContext request, int status, String detail) {
    BodyTimeout.start(request, policy.bodyTimeout());
    ResponseWriter.problem(request, status, detail);
  }

  /** Answers 413 without reading the body. */
  static void refuseBody(RoutingContext request, String detail) {
    request.response().putHeader("Connection", "close");
    ResponseWriter.problem(request, 413, detail);
    BodyTimeout.stopReading(request);
  }

  private static void fail(RoutingContext request) {
    if (request.response().ended() || request.response().closed()) {
      // The client is gone, or got its response before its body was complete.
      return;
    }
    var status = request.statusCode();
    if (status == 413) {
      refuseBody(request, "The request body is larger than reload.http.max-body allows");
    } else if (status >= 400 && status < 500) {
      ResponseWriter.problem(
          request, status == 404 ? 404 : 400, status == 404 ? NOT_FOUND : "Bad request");
    } else {
      ResponseWriter.send(
          request, OperationDispatcher.toResponse(request.normalizedPath(), request.failure()));
    }
  }
}
