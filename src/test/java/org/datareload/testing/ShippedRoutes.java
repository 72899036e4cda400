package org.datareload.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.CamelContextTracker;
import org.apache.camel.support.PluginHelper;
import org.datareload.api.TestServer;
import org.datareload.config.ConfigBridge;
import org.datareload.demo.EmbeddedSqs;

/** All routes of the running program: Java, HTTP and the YAML files. */
public final class ShippedRoutes implements AutoCloseable {
  private final EmbeddedSqs sqs = EmbeddedSqs.start(0, "us-east-1");
  private final TestServer server;
  private final List<RouteDefinition> all;

  public ShippedRoutes() {
    sqs.createQueue("events");
    var queue =
        Map.of(
            "reload.sqs.queue",
            "events",
            "reload.sqs.endpoint",
            sqs.endpoint().toString(),
            "reload.report.to",
            "ops@example.org");
    var tracker = new Tracker();
    try (tracker) {
      tracker.open();
      server = new TestServer(queue);
    }
    all = List.copyOf(((ModelCamelContext) tracker.context).getRouteDefinitions());
  }

  /** Finds the Camel context of the program. */
  private static final class Tracker extends CamelContextTracker {
    private CamelContext context;

    @Override
    public void contextCreated(CamelContext created) {
      if (context != null) {
        throw new IllegalStateException("the program creates a second Camel context");
      }
      context = created;
    }
  }

  /** The properties that the program gives to Camel. */
  public static java.util.Properties properties() {
    var given = Map.of("reload.lz.bucket", "lz", "reload.dlz.bucket", "dlz");
    return ConfigBridge.camelProperties(given);
  }

  /** The YAML route files. */
  public static List<Path> edges() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }

  /** Loads some of the YAML edges, by their names, into a Camel context. */
  public static void load(CamelContext camel, String... names) throws Exception {
    for (var name : names) {
      var file = "file:routes/" + name + ".camel.yaml";
      var yaml = PluginHelper.getResourceLoader(camel).resolveResource(file);
      PluginHelper.getRoutesLoader(camel).loadRoutes(yaml);
    }
  }

  public List<RouteDefinition> all() {
    return all;
  }

  /** The running program. */
  public TestServer server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
    sqs.close();
  }
}
