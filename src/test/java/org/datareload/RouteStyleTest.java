package org.datareload;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ScriptDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.datareload.api.ContractText;
import org.datareload.testing.ShippedRoutes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The style of all routes, in Java and YAML. */
class RouteStyleTest {
  /** Definitions that only enclose other steps. */
  private static final Set<Class<?>> ENCLOSING =
      Set.of(
          TryDefinition.class,
          CatchDefinition.class,
          FinallyDefinition.class,
          WhenDefinition.class,
          OtherwiseDefinition.class);

  /** Operations served by the web server's own router. */
  private static final Set<String> WITHOUT_ROUTE = Set.of("followLive", "readContract");

  private static final Pattern ID = Pattern.compile("(?m)^    id: (\\S+)$");

  private static ShippedRoutes shipped;
  private static List<RouteDefinition> routes;

  @BeforeAll
  static void load() {
    shipped = new ShippedRoutes();
    routes = shipped.all();
  }

  @AfterAll
  static void close() {
    shipped.close();
  }

  @Test
  void existForAllYamlFilesAndOperations() throws Exception {
    assertThat(ShippedRoutes.edges()).hasSizeGreaterThanOrEqualTo(4);
    for (var edge : ShippedRoutes.edges()) {
      var ids = ID.matcher(Files.readString(edge)).results().map(id -> id.group(1)).toList();
      assertThat(routes).extracting(RouteDefinition::getRouteId).containsAll(ids);
    }
    assertThat(routes).extracting(RouteDefinition::getRouteId).doesNotHaveDuplicates();
    var operations = new ContractText().operations();
    assertThat(operations).hasSizeGreaterThan(30);
    assertThat(routes)
        .filteredOn(RouteStyleTest::isHttp)
        .hasSizeGreaterThanOrEqualTo(operations.size() - WITHOUT_ROUTE.size());
    assertThat(routes)
        .extracting(RouteDefinition::getRouteId)
        .containsAll(
            operations.stream()
                .map(ContractText.Operation::id)
                .filter(id -> !WITHOUT_ROUTE.contains(id) && !id.startsWith("receiveEvents"))
                .toList());
  }

  @Test
  void haveVerbObjectIdsAndDescriptions() {
    assertThat(routes)
        .allSatisfy(
            route -> {
              // Routes of HTTP operations have the names of the operations.
              var separated = route.getRouteId().replaceAll("(?=[A-Z])", "-").toLowerCase(ROOT);
              assertThat(separated).matches("[a-z]+(-[a-z0-9]+)+");
              assertThat(route.getRouteId().equals(separated) || isHttp(route)).isTrue();
              assertThat(route.getDescription()).as(route.getRouteId()).contains(" -> ");
            });
  }

  @Test
  void haveInnerEndpointsNamedLikeTheirRoute() {
    assertThat(routes)
        .filteredOn(route -> route.getInput().getEndpointUri().matches("(direct|seda):.*"))
        .allSatisfy(
            route ->
                assertThat(route.getInput().getEndpointUri().replaceAll("^[a-z]+:|\\?.*$", ""))
                    .isEqualTo(route.getRouteId()));
  }

  @Test
  void haveAtMostSevenSteps() {
    assertThat(routes)
        .allSatisfy(route -> assertThat(steps(route)).as(route.getRouteId()).hasSizeLessThan(8));
  }

  /** Whoever reads the routes alone sees what the program does, by the patterns' own names. */
  @Test
  void namesThePatterns() {
    assertThat(routes.stream().flatMap(route -> steps(route).stream()).map(Object::getClass))
        .contains(
            SplitDefinition.class,
            FilterDefinition.class,
            IdempotentConsumerDefinition.class,
            ChoiceDefinition.class,
            EnrichDefinition.class,
            LoopDefinition.class,
            WireTapDefinition.class);
  }

  @Test
  void containNoCode() {
    assertThat(routes)
        .allSatisfy(
            route ->
                assertThat(steps(route))
                    .as(route.getRouteId())
                    .doesNotHaveAnyElementsOfTypes(
                        ProcessDefinition.class, ScriptDefinition.class));
  }

  /** Foreign headers would steer Camel's components. */
  @Test
  void dropForeignHeadersAfterEveryConsumer() {
    assertThat(routes)
        .filteredOn(route -> !route.getInput().getEndpointUri().startsWith("direct:"))
        .filteredOn(route -> !route.getInput().getEndpointUri().startsWith("timer:"))
        .isNotEmpty()
        .allSatisfy(
            route -> {
              var first = steps(route).get(0);
              assertThat(
                      first instanceof RemoveHeadersDefinition
                          || first instanceof BeanDefinition bean
                              && "headerFilter".equals(bean.getRef()))
                  .as(route.getRouteId())
                  .isTrue();
            });
  }

  /** Such a path would turn Camel's server into a proxy, or be a path parameter to Vert.x. */
  @Test
  void haveNoPathWithASpecialMeaning() {
    assertThat(routes)
        .filteredOn(RouteStyleTest::isHttp)
        .isNotEmpty()
        .allSatisfy(
            route ->
                assertThat(route.getInput().getEndpointUri().replaceFirst("^platform-http:/?", ""))
                    .doesNotStartWith("proxy")
                    .doesNotContain(":"));
  }

  private static boolean isHttp(RouteDefinition route) {
    return route.getInput().getEndpointUri().startsWith("platform-http:");
  }

  private static List<ProcessorDefinition<?>> steps(RouteDefinition route) {
    var steps = new ArrayList<ProcessorDefinition<?>>();
    // A route configuration adds its error handling to the outputs.
    var outputs =
        route.getOutputs().stream()
            .filter(output -> !(output instanceof OnExceptionDefinition))
            .toList();
    for (var step :
        ProcessorDefinitionHelper.filterTypeInOutputs(outputs, ProcessorDefinition.class)) {
      if (!ENCLOSING.contains(step.getClass())) {
        steps.add(step);
      }
    }
    return steps;
  }
}
