package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.datareload.mail.StatusMail;
import org.datareload.testing.ShippedRoutes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped summary report, as users edit it. */
final class ReportRoutesTest extends RouteTest {
  private MockEndpoint mail;

  @Override
  protected RoutesBuilder createRouteBuilder() {
    return new NotificationRoutes();
  }

  @Override
  Map<String, String> settings() {
    var settings = new HashMap<>(super.settings());
    settings.put("reload.report.to", "ops@example.org, lead@example.org");
    settings.put("reload.report.every", "weekly");
    return settings;
  }

  @Override
  Properties properties() {
    var properties = super.properties();
    properties.setProperty("reload.report.interval", "1h");
    return properties;
  }

  @BeforeEach
  void startRoutes() throws Exception {
    ShippedRoutes.load(context, "report");
    AdviceWith.adviceWith(
        context,
        "send-report",
        route -> {
          route.replaceFromWith("direct:now");
          route.mockEndpointsAndSkip("direct:send-mail");
        });
    AdviceWith.adviceWith(context, "accept-trigger", route -> route.mockEndpointsAndSkip("seda:*"));
    mail = getMockEndpoint("mock:direct:send-mail");
    context.start();
  }

  @Test
  void isSentOnceAWeekWithWhatHappened() {
    orders.put("a.csv", "a");
    template.sendBody("direct:accept-notification", orders.trigger());
    var other = orders.folder().replace("1700000000", "1700000001");
    template.sendBody("direct:accept-notification", orders.triggerIn(other, ""));

    template.sendBody("direct:now", null);
    template.sendBody("direct:now", null);

    assertThat(mail.getReceivedCounter()).isEqualTo(1);
    var report = mail.getReceivedExchanges().get(0).getMessage().getBody(StatusMail.class);
    assertThat(report.recipients()).containsExactly("ops@example.org", "lead@example.org");
    assertThat(report.subject()).startsWith("Data Reload: report of ");
    assertThat(report.text()).contains("Executions rejected: 1").contains("last 7 days");
  }

  @Test
  void isSentAgainWhereTheMailServerRefused() {
    mail.whenExchangeReceived(
        1,
        exchange -> {
          throw new IllegalStateException("no mail server");
        });

    template.sendBody("direct:now", null);
    template.sendBody("direct:now", null);

    assertThat(mail.getReceivedCounter()).isEqualTo(2);
  }
}
