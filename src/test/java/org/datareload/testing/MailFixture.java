package org.datareload.testing;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.datareload.mail.DeliveryResults;
import org.datareload.mail.Outbox;
import org.datareload.mail.OutboxSql;
import org.datareload.mail.Rows;
import org.datareload.mail.StatusMail;
import org.datareload.mail.StatusMails;
import org.datareload.mail.StatusRows;
import org.datareload.route.MailRoutes;
import org.datareload.route.SmtpLogin;
import org.datareload.testing.TestDatabases.TestDatabase;

/** The shipped mail routes on a database of their own. */
public final class MailFixture implements AutoCloseable {
  private final TestDatabase database = TestDatabases.h2();
  private final CamelContext camel;
  public final Rows rows = new Rows(database.jdbi());
  public final Outbox outbox = new Outbox(database.jdbi().onDemand(OutboxSql.class), Duration.ZERO);
  public final StatusMails mails =
      new StatusMails(user -> Optional.empty(), "https://reload.example.org");

  /** Starts the routes. */
  public MailFixture(int port, Map<String, String> settings) throws Exception {
    var user = settings.getOrDefault("reload.mail.user", "");
    var password = settings.getOrDefault("reload.mail.password", "");
    var beans =
        Map.of(
            "reports",
            database.pool(),
            "mailLogin",
            new SmtpLogin(user, password),
            "outbox",
            outbox,
            "statusMails",
            mails,
            "deliveryResults",
            new DeliveryResults(outbox));
    camel = context(port, settings, beans);
    camel.start();
  }

  /**
   * Creates a Camel context with the shipped mail routes, not started.
   *
   * @param port of the mail server on 127.0.0.1
   * @param settings overrides of the default ones
   */
  public static CamelContext context(
      int port, Map<String, String> settings, Map<String, Object> beans) throws Exception {
    var all = new Properties();
    all.putAll(
        Map.of(
            "reload.mail.host", "127.0.0.1",
            "reload.mail.port", String.valueOf(port),
            "reload.mail.from", "Data Reload <reload@example.org>",
            "reload.mail.interval", "50",
            "reload.mail.timeout", "5000",
            "reload.mail.user", "",
            "reload.mail.password", "",
            "reload.mail.starttls", "false"));
    all.putAll(settings);
    var camel = new DefaultCamelContext();
    camel.getPropertiesComponent().setInitialProperties(all);
    beans.forEach(camel.getRegistry()::bind);
    camel.addRoutes(new MailRoutes());
    ShippedRoutes.load(camel, "status", "mail");
    return camel;
  }

  /** The mail as the routes compose it. */
  public StatusMail statusMail(String mailId) {
    return mails.compose(StatusRows.read(database.jdbi(), mailId));
  }

  public CamelContext camel() {
    return camel;
  }

  @Override
  public void close() {
    camel.stop();
    database.close();
  }
}
