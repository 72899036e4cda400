package org.datareload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ScriptDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.datareload.route.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All routes, those in Java and those that users edit, follow one style. */
class RouteStyleTest {
  /** What only marks where other steps stand, and is none itself. */
  private static final Set<Class<?>> BRACKETS =
      Set.of(TryDefinition.class, CatchDefinition.class, FinallyDefinition.class);

  private static DefaultCamelContext camel;
  private static List<RouteDefinition> routes;

  @BeforeAll
  static void load() throws Exception {
    camel = new DefaultCamelContext();
    camel.getPropertiesComponent().setInitialProperties(properties());
    for (var builder : Routes.ways()) {
      camel.addRoutes((RouteBuilder) builder);
    }
    var loader = PluginHelper.getRoutesLoader(camel);
    for (var file : edges()) {
      loader.loadRoutes(ResourceHelper.resolveResource(camel, "file:" + file));
    }
    routes = camel.getRouteDefinitions();
  }

  @AfterAll
  static void close() throws Exception {
    camel.close();
  }

  private static java.util.Properties properties() {
    var given = java.util.Map.of("reload.lz.bucket", "lz", "reload.dlz.bucket", "dlz");
    var settings = Settings.of(new Properties(given, java.util.Map.of(), java.util.Map.of()));
    return Program.camelProperties(settings);
  }

  private static List<Path> edges() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }

  @Test
  void readsAllEdges() throws Exception {
    assertThat(edges()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(routes).extracting(RouteDefinition::getRouteId).doesNotHaveDuplicates();
  }

  @Test
  void namesEachRouteByAVerbAndAnObjectAndDescribesItsWay() {
    assertThat(routes)
        .allSatisfy(
            route -> {
              assertThat(route.getRouteId()).matches("[a-z]+(-[a-z0-9]+)+");
              assertThat(route.getDescription()).as(route.getRouteId()).contains(" -> ");
            });
  }

  @Test
  void namesTheEndpointOfAnInnerRouteAsTheRoute() {
    assertThat(routes)
        .filteredOn(route -> route.getInput().getEndpointUri().matches("(direct|seda):.*"))
        .allSatisfy(
            route ->
                assertThat(route.getInput().getEndpointUri().replaceAll("^[a-z]+:|\\?.*$", ""))
                    .isEqualTo(route.getRouteId()));
  }

  @Test
  void keepsEachRouteToSevenSteps() {
    assertThat(routes)
        .allSatisfy(route -> assertThat(steps(route)).as(route.getRouteId()).hasSizeLessThan(8));
  }

  @Test
  void holdsNoProgramInARoute() {
    assertThat(routes)
        .allSatisfy(
            route ->
                assertThat(steps(route))
                    .as(route.getRouteId())
                    .doesNotHaveAnyElementsOfTypes(
                        ProcessDefinition.class, ScriptDefinition.class));
  }

  /** Headers from outside steer Camel's components, so they end at the first step. */
  @Test
  void dropsForeignHeadersBehindEveryConsumer() {
    assertThat(routes)
        .filteredOn(route -> !route.getInput().getEndpointUri().startsWith("direct:"))
        .filteredOn(route -> !route.getInput().getEndpointUri().startsWith("timer:"))
        .isNotEmpty()
        .allSatisfy(
            route -> {
              var first = steps(route).get(0);
              assertThat(
                      first instanceof RemoveHeadersDefinition
                          || first instanceof BeanDefinition bean && "door".equals(bean.getRef()))
                  .as(route.getRouteId())
                  .isTrue();
            });
  }

  /** Such a path would turn Camel's server into a proxy, or be a parameter to Vert.x. */
  @Test
  void servesNoPathThatMeansSomethingElse() {
    assertThat(routes)
        .filteredOn(route -> route.getInput().getEndpointUri().startsWith("platform-http:"))
        .isNotEmpty()
        .allSatisfy(
            route ->
                assertThat(route.getInput().getEndpointUri().replaceFirst("^platform-http:/?", ""))
                    .doesNotStartWith("proxy")
                    .doesNotContain(":"));
  }

  private static List<ProcessorDefinition<?>> steps(RouteDefinition route) {
    var steps = new ArrayList<ProcessorDefinition<?>>();
    for (var step :
        ProcessorDefinitionHelper.filterTypeInOutputs(
            route.getOutputs(), ProcessorDefinition.class)) {
      if (!BRACKETS.contains(step.getClass())) {
        steps.add(step);
      }
    }
    return steps;
  }
}
