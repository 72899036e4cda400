package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.service.ServiceSupport;
import org.datareload.api.ApiResponse;
import org.datareload.api.LiveSnapshots;
import org.datareload.api.OperationDispatcher;

/** What stands on the web server's own router, around the routes: guards, and what has no route. */
public final class RouterSetup extends ServiceSupport implements CamelContextAware {
  private static final int FIRST = -1_000;
  private static final int AFTER_ROUTES = 1_000_000;
  private static final String NOTHING = "There is nothing at this address";

  private final OpenApiContract contract;
  private final int port;
  private final SecurityPolicy guards;
  private CamelContext context;

  /**
   * @param port of the server
   */
  public RouterSetup(OpenApiContract contract, int port, SecurityPolicy guards) {
    this.contract = contract;
    this.port = port;
    this.guards = guards;
  }

  @Override
  protected void doStart() {
    var name = VertxPlatformHttpRouter.getRouterNameFromPort(port);
    var live = context.getRegistry().lookupByNameAndType("liveSnapshots", LiveSnapshots.class);
    guard(VertxPlatformHttpRouter.lookup(context, name), live);
  }

  /** Puts a gate before every operation, and problems where nothing answers. */
  private void guard(VertxPlatformHttpRouter router, LiveSnapshots live) {
    router
        .route()
        .order(FIRST - 1)
        .handler(ResponseWriter::begin)
        .handler(this::refuseDoubled)
        .failureHandler(RouterSetup::failed);
    for (var operation : contract.operations()) {
      router
          .route(operation.getHttpMethod(), path(operation.getOpenAPIPath()))
          .order(FIRST)
          .handler(new SecurityHandler(operation, guards));
    }
    router
        .get("/openapi.yaml")
        .order(FIRST + 1)
        .handler(text("application/yaml", OpenApiContract.FILE));
    router
        .get("/api/v1/live")
        .order(FIRST + 1)
        .handler(new LiveStream(live, contract, guards.authentication(), router.vertx()));
    contract.operations().stream()
        .map(Operation::getOpenAPIPath)
        .distinct()
        .forEach(path -> router.route(path(path)).order(AFTER_ROUTES).handler(c -> wrong(c, path)));
    router.route().order(Integer.MAX_VALUE).handler(context -> refuse(context, 404, NOTHING));
  }

  /** The router would take two slashes for one. */
  private void refuseDoubled(RoutingContext context) {
    if (context.request().path().contains("//")) {
      refuse(context, 404, NOTHING);
    } else {
      context.next();
    }
  }

  /** No gate bounds what is sent to an address that has none. */
  private void refuse(RoutingContext context, int status, String detail) {
    BodyTimeout.bound(context, guards.bodyTimeout());
    ResponseWriter.problem(context, status, detail);
  }

  /** The contract writes {@code {name}} where the router writes {@code :name}. */
  private static String path(String template) {
    return template.replaceAll("\\{(\\w+)}", ":$1");
  }

  private void wrong(RoutingContext context, String path) {
    var allowed =
        contract.operations().stream()
            .filter(operation -> operation.getOpenAPIPath().equals(path))
            .map(Operation::getHttpMethod)
            .map(HttpMethod::name)
            .sorted()
            .collect(joining(", "));
    context.response().putHeader("Allow", allowed);
    refuse(context, 405, "Only " + allowed + " can be done here");
  }

  private static void failed(RoutingContext context) {
    if (context.response().ended() || context.response().closed()) {
      // The client went away, or was answered before its body was whole.
      return;
    }
    var status = context.statusCode();
    if (status == 413) {
      context.response().putHeader("Connection", "close");
      ResponseWriter.problem(context, 413, "The body is larger than this server takes");
      BodyTimeout.cutOff(context);
    } else if (status >= 400 && status < 500) {
      ResponseWriter.problem(context, status == 404 ? 404 : 400, "The request cannot be read");
    } else {
      ResponseWriter.send(
          context, OperationDispatcher.answer(context.normalizedPath(), context.failure()));
    }
  }

  private static Handler<RoutingContext> text(String type, String resource) {
    try (var in = RouterSetup.class.getClassLoader().getResourceAsStream(resource)) {
      var text = new String(in.readAllBytes(), UTF_8);
      var answer = new ApiResponse(200, Map.of("Content-Type", type), text, null);
      return context -> ResponseWriter.send(context, answer);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }
}
