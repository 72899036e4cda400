package org.datareload.route;

import static org.datareload.route.Endpoints.DELIVER_MAILS;

import java.util.List;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.builder.RouteBuilder;
import org.datareload.mail.StatusRow;

/** From the outbox to the endpoints that tell people; see {@code routes/status.camel.yaml}. */
public final class MailRoutes extends RouteBuilder {
  private static final String REPORTS =
      "jdbc:reports?useHeadersAsParameters=true&resetAutoCommit=false&outputType=";

  @Override
  public void configure() {
    from("timer:poll-outbox?period={{reload.mail.interval:5000}}")
        .routeId("poll-outbox")
        .description("Looks for mails that are due. - -> -")
        .to(DELIVER_MAILS);

    from("seda:deliver-mails")
        .routeId("deliver-mails")
        .description("Delivers the mails that are due, one after the other. - -> -")
        .removeHeaders("*")
        .split(method("outbox", "due"))
        .streaming()
        .to("direct:deliver-mail");

    from("direct:deliver-mail")
        .routeId("deliver-mail")
        .description("Delivers one mail and records the result. OutboxMail -> -")
        .errorHandler(noErrorHandler())
        .setVariable("mail", body())
        .doTry()
        .enrich("direct:read-status", statusRow())
        .enrich("direct:read-names", names())
        .bean("statusMails", "compose")
        .to("direct:tell-status")
        .bean("deliveryResults", "sent(${variable.mail})")
        .doCatch(Exception.class)
        .bean("deliveryResults", "failed(${variable.mail}, ${exception})")
        .end();

    from("direct:read-status")
        .routeId("read-status")
        .description("Reads what the mail is about. - -> Map")
        .errorHandler(noErrorHandler())
        .removeHeaders("*")
        .setHeader("mail", simple("${variable.mail.id}"))
        .setBody(simple("resource:classpath:sql/mail-status.sql"))
        .to(REPORTS + "SelectOne");

    from("direct:read-names")
        .routeId("read-names")
        .description("Reads the names of the first live files or landing problems. - -> List<Map>")
        .errorHandler(noErrorHandler())
        .removeHeaders("*")
        .setHeader("mail", simple("${variable.mail.id}"))
        .setBody(simple("resource:classpath:sql/mail-names.sql"))
        .to(REPORTS + "SelectList");
  }

  /** Replaces the mail by its row. */
  @SuppressWarnings("unchecked")
  private static AggregationStrategy statusRow() {
    return (mail, read) -> {
      mail.getMessage().setBody(StatusRow.of(read.getMessage().getBody(Map.class)));
      return mail;
    };
  }

  /** Adds the names to the row. */
  @SuppressWarnings("unchecked")
  private static AggregationStrategy names() {
    return (mail, read) -> {
      var row = mail.getMessage().getBody(StatusRow.class);
      mail.getMessage().setBody(row.withNames(read.getMessage().getBody(List.class)));
      return mail;
    };
  }
}
