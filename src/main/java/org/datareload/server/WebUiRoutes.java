package org.datareload.server;

import static java.util.Objects.requireNonNull;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Puts the page on the web server's own router: Camel's static files would serve the whole class
 * path and the folder that the program runs in.
 */
public final class WebUiRoutes extends RouteBuilder {
  private final WebUi page;
  private final int port;

  /**
   * @param port of the server that is to show it
   */
  public WebUiRoutes(WebUi page, int port) {
    this.page = requireNonNull(page, "page is null");
    this.port = port;
  }

  @Override
  public void configure() throws Exception {
    getContext().addService(new Mounting());
  }

  /** There is a router when services start, and not before. */
  private final class Mounting extends ServiceSupport {
    @Override
    protected void doStart() {
      var name = VertxPlatformHttpRouter.getRouterNameFromPort(port);
      page.mount(VertxPlatformHttpRouter.lookup(getContext(), name));
    }
  }
}
