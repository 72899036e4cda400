package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.landing.EventCounts;
import org.datareload.landing.UnreadableEventException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NotificationRoutesTest extends RouteTest {
  private MockEndpoint run;
  private MockEndpoint mails;

  @Override
  protected RoutesBuilder createRouteBuilder() {
    return new NotificationRoutes();
  }

  @BeforeEach
  void startRoutes() throws Exception {
    AdviceWith.adviceWith(context, "accept-trigger", route -> route.mockEndpointsAndSkip("seda:*"));
    run = getMockEndpoint("mock:seda:run-execution");
    mails = getMockEndpoint("mock:seda:deliver-mails");
    context.start();
  }

  private void notify(String event) {
    template.sendBody("direct:accept-notification", event);
  }

  @Test
  void aTriggerFileStartsAnExecution() {
    orders.put("a.csv", "a");

    notify(orders.trigger());

    assertThat(orders.newest().status()).isEqualTo(Status.ACCEPTED);
    assertThat(run.getReceivedCounter()).isEqualTo(1);
    assertThat(mails.getReceivedCounter()).isZero();
  }

  @Test
  void aDataFileStartsNothing() {
    notify(orders.event(orders.put("a.csv", "a")));

    assertThat(orders.files("pending")).containsExactly("a.csv");
    assertThat(orders.executions()).isEmpty();
    assertThat(run.getReceivedCounter()).isZero();
  }

  @Test
  void theSameTriggerFileStartsNothingTwice() {
    orders.put("a.csv", "a");
    var event = orders.trigger();

    notify(event);
    notify(event);

    assertThat(orders.executions()).hasSize(1);
    assertThat(run.getReceivedCounter()).isEqualTo(1);
    assertThat(mails.getReceivedCounter()).isZero();
  }

  @Test
  void theEndOfTheRouteSaysWhatBecameOfTheRecords() {
    var data = orders.event(orders.put("a.csv", "a"));
    var trigger = orders.trigger();

    assertThat(count(data)).isEqualTo(new EventCounts(1, 0, 0));
    assertThat(count(data)).isEqualTo(new EventCounts(0, 1, 0));
    assertThat(count(trigger)).isEqualTo(new EventCounts(1, 0, 0));
    assertThat(count(trigger)).isEqualTo(new EventCounts(0, 1, 0));
    assertThat(count("{\"Records\":[]}")).isEqualTo(new EventCounts(0, 0, 0));
  }

  @Test
  void severalRecordsOfOneKeyTellOneNews() {
    var a = orders.put("a.csv", "a");
    var b = orders.put("b.csv", "b");

    assertThat(count(orders.event(a, b, a, "sales/nothing.csv")))
        .isEqualTo(new EventCounts(2, 1, 1));
  }

  private Object count(String event) {
    return template.requestBody("direct:accept-notification", event);
  }

  @Test
  void aTriggerFileIsRejectedWithAMailWhileAnExecutionRuns() {
    orders.put("a.csv", "a");
    notify(orders.trigger());

    notify(orders.triggerIn(orders.folder().replace("1700000000", "1700000001"), ""));

    assertThat(orders.executions())
        .extracting(Execution::status)
        .containsExactlyInAnyOrderElementsOf(List.of(Status.ACCEPTED, Status.REJECTED));
    assertThat(run.getReceivedCounter()).isEqualTo(1);
    assertThat(mails.getReceivedCounter()).isEqualTo(1);
  }

  @Test
  void anUnreadableNotificationFails() {
    assertThatThrownBy(() -> notify("no event"))
        .hasRootCauseInstanceOf(UnreadableEventException.class);
    assertThat(run.getReceivedCounter()).isZero();
  }

  @Test
  void aSweepFindsATriggerFileWithoutNotification() {
    orders.put("a.csv", "a");
    orders.trigger();

    template.sendBody("direct:sweep-landing-zone", null);

    assertThat(orders.newest().status()).isEqualTo(Status.ACCEPTED);
    assertThat(run.getReceivedCounter()).isEqualTo(1);
  }
}
