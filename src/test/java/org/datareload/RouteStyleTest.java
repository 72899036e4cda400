package org.datareload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All routes, those in Java and those that users edit, follow one style. */
class RouteStyleTest {
  /** What only marks where other steps stand, and is none itself. */
  private static final Set<Class<?>> BRACKETS =
      Set.of(TryDefinition.class, CatchDefinition.class, FinallyDefinition.class);

  private static ShippedRoutes shipped;
  private static List<RouteDefinition> routes;

  @BeforeAll
  static void load() throws Exception {
    shipped = new ShippedRoutes();
    routes = shipped.all();
  }

  @AfterAll
  static void close() throws Exception {
    shipped.close();
  }

  @Test
  void readsAllEdges() throws Exception {
    assertThat(ShippedRoutes.edges()).hasSizeGreaterThanOrEqualTo(4);
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
