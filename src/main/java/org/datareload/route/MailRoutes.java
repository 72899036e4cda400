package org.datareload.route;

import org.apache.camel.builder.RouteBuilder;

/** The outbox's way to the mail server. */
public final class MailRoutes extends RouteBuilder {
  @Override
  public void configure() {
    from("timer:poll-outbox?period={{reload.mail.interval:5000}}")
        .routeId("poll-outbox")
        .description("Looks for letters that are due, now and again. - -> -")
        .to("seda:deliver-mail?discardWhenFull=true&waitForTaskToComplete=Never");

    from("timer:announce-problems?period={{reload.mail.problems-interval:60000}}")
        .routeId("announce-problems")
        .description("Puts a letter for objects that landed and cannot be loaded. - -> -")
        .bean("outbox", "announceProblems");

    from("seda:deliver-mail")
        .routeId("deliver-mail")
        .description("Delivers the letters that are due; anybody may nudge it. - -> -")
        .removeHeaders("*")
        .split(method("outbox", "due"))
        .streaming()
        .to("direct:deliver-letter");

    from("direct:deliver-letter")
        .routeId("deliver-letter")
        .description("Sends one letter and keeps what became of it. Letter -> -")
        .errorHandler(noErrorHandler())
        .setVariable("letter", body())
        .doTry()
        .bean("statusMails", "compose")
        .to("direct:send-mail")
        .bean("deliveryResults", "sent(${variable.letter})")
        .doCatch(Exception.class)
        .bean("deliveryResults", "failed(${variable.letter}, ${exception})")
        .end();
  }
}
