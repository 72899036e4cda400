package org.datareload.server;

import static java.util.Objects.requireNonNull;

import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.service.ServiceSupport;
import org.datareload.security.AllowedHosts;

/**
 * Refuses requests to the management port that name another host: nobody authenticates there, so
 * another site's page could read health and metrics under a name of its own (DNS rebinding).
 */
public final class ManagementHosts extends ServiceSupport implements CamelContextAware {
  private static final int BEFORE_CHECKS = -1_000;

  private final int port;
  private final AllowedHosts hosts;
  private CamelContext context;

  /**
   * @param port of the management server
   */
  public ManagementHosts(int port, AllowedHosts hosts) {
    this.port = port;
    this.hosts = requireNonNull(hosts, "hosts is null");
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }

  @Override
  protected void doStart() {
    VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(port))
        .route()
        .order(BEFORE_CHECKS)
        .handler(this::check);
  }

  private void check(RoutingContext request) {
    if (hosts.allow(SecurityHandler.host(request.request()))) {
      request.next();
    } else {
      ResponseWriter.problem(
          request,
          403,
          "Host not allowed: this port accepts loopback names and the host of reload.public-url");
    }
  }
}
