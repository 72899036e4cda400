package org.datareload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.datareload.route.Routes;

/** All routes, those in Java and those that users edit, read and not started. */
final class ShippedRoutes implements AutoCloseable {
  private final DefaultCamelContext camel = new DefaultCamelContext();

  ShippedRoutes() throws Exception {
    camel.getPropertiesComponent().setInitialProperties(properties());
    for (var builder : Routes.ways()) {
      camel.addRoutes((RouteBuilder) builder);
    }
    var loader = PluginHelper.getRoutesLoader(camel);
    for (var file : edges()) {
      loader.loadRoutes(ResourceHelper.resolveResource(camel, "file:" + file));
    }
  }

  /** What the program tells Camel. */
  static java.util.Properties properties() {
    var given = Map.of("reload.lz.bucket", "lz", "reload.dlz.bucket", "dlz");
    return Program.camelProperties(Settings.of(new Properties(given, Map.of(), Map.of())));
  }

  static List<Path> edges() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }

  List<RouteDefinition> all() {
    return camel.getRouteDefinitions();
  }

  @Override
  public void close() throws Exception {
    camel.close();
  }
}
