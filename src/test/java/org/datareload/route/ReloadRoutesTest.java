package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.execution.ExecutionLostException;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.store.StoredObject;
import org.datareload.testing.Invariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReloadRoutesTest extends RouteTest {
  @Override
  protected RoutesBuilder[] createRouteBuilders() {
    return new RoutesBuilder[] {
      new NotificationRoutes(),
      new ReloadRoutes(),
      new ReceiptRoutes(),
      new RouteBuilder() {
        @Override
        public void configure() {
          // What a user's edit could call at the wrong time.
          from("direct:publish").bean("manifests", "publish");
          from("direct:retire").bean("retirements", "retire");
          from("direct:clear").bean("landingCleanup", "clear");
          from("direct:undo").bean("rollbacks", "undo");
          from("direct:commit").bean("commits", "commit");
        }
      }
    };
  }

  @AfterEach
  void resetStore() {
    zones.server().intercept(Interceptor.NONE);
  }

  private void start() {
    for (var route : List.of("accept-trigger", "run-execution")) {
      advise(route, "seda:*");
    }
    context.start();
  }

  private void advise(String routeId, String uri) {
    try {
      AdviceWith.adviceWith(context, routeId, route -> route.mockEndpointsAndSkip(uri));
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Accepts a trigger and claims its execution. */
  private Run claim(String content) {
    orders.put("a.csv", content);
    orders.put("b.csv", content);
    template.sendBody("direct:accept-notification", orders.trigger());
    return components.leases.claim();
  }

  private void load(String content) {
    template.sendBody("direct:drive-execution", claim(content));
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void theStatusLeadsThroughTheSteps() throws Exception {
    AdviceWith.adviceWith(context, "follow-status", route -> route.mockEndpoints("direct:*"));
    AdviceWith.adviceWith(context, "clean-up-content", route -> route.mockEndpoints("direct:*"));
    start();

    load("1");

    for (var step : List.of("plan-files", "copy-files", "clean-up-content", "keep-receipt")) {
      assertThat(getMockEndpoint("mock:direct:" + step).getReceivedCounter()).as(step).isOne();
    }
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
    Invariants.quiet(orders);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"copy-files", "publish", "retire", "clear", "clean-up-content", "undo", "commit"})
  void aStepAtTheWrongTimeFindsNoRowAndChangesNothing(String step) {
    start();
    load("old");
    var before = everything();
    var run = claim("new");
    var landed = zones.list(zones.zones().landing(), "");

    var sent =
        template.send(
            "direct:" + step,
            exchange -> {
              exchange.getMessage().setBody(run);
              exchange.setVariable("run", run);
            });
    assertThat(sent.getException(ExecutionLostException.class)).isNotNull();

    assertThat(everything()).isEqualTo(before);
    assertThat(zones.list(zones.zones().landing(), "")).isEqualTo(landed);
    assertThat(orders.newest().status()).isEqualTo(Status.ACCEPTED);
    template.sendBody("direct:drive-execution", run);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "new", "b.csv", "new"));
    Invariants.quiet(orders);
  }

  private List<StoredObject> everything() {
    return zones.list(zones.zones().lake(), "");
  }

  @Test
  void keepsTheReceiptInTheLake() {
    start();

    load("1");

    var receipt = zones.text(zones.zones().lake(), receiptKey());
    assertThat(receipt).startsWith("name,source_bucket,source_key").hasLineCount(3);
    assertThat(receipt).contains("\"a.csv\"", "\"b.csv\"", "/" + orders.newest().id() + "/a.csv");
  }

  @Test
  void completesWithoutAReceiptWhereTheStoreRefusesIt() {
    start();
    zones
        .server()
        .intercept(
            Interceptor.before(
                call -> {
                  if (call.operation() == Operation.PUT && call.key().startsWith("_receipts/")) {
                    throw ObservedStore.refusal(403, "AccessDenied", "no right");
                  }
                }));

    load("1");

    assertThat(zones.list(zones.zones().lake(), "_receipts/")).isEmpty();
    assertThat(orders.content()).containsOnlyKeys("a.csv", "b.csv");
  }

  private String receiptKey() {
    return "_receipts/sales/orders/" + orders.newest().id() + ".csv";
  }

  @Test
  void aFailedStepIsUndoneByTheStatus() throws Exception {
    AdviceWith.adviceWith(
        context,
        "copy-page",
        route ->
            route.weaveAddFirst().throwException(new IllegalStateException("the store is full")));
    start();

    template.sendBody("direct:drive-execution", claim("1"));

    assertThat(orders.newest().status()).isEqualTo(Status.FAILED);
    assertThat(orders.newest().reason().text()).contains("the store is full");
    assertThat(orders.files("pending")).containsExactlyInAnyOrder("a.csv", "b.csv");
    Invariants.quiet(orders);
  }
}
