package org.datareload.testing;

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

/** The mail routes as they are shipped, on a database and a mail server of their own. */
public final class MailFixture implements AutoCloseable {
  private final TestDatabase database = TestDatabases.h2();
  private final CamelContext camel = new DefaultCamelContext();
  public final Rows rows = new Rows(database.jdbi());
  public final Outbox outbox = new Outbox(database.jdbi().onDemand(OutboxSql.class));
  public final StatusMails mails =
      new StatusMails(user -> Optional.empty(), "https://reload.example.org");

  /** Starts the routes with these settings over those of a server that asks for nothing. */
  public MailFixture(int port, Map<String, String> changed) throws Exception {
    var settings = new Properties();
    settings.setProperty("reload.mail.host", "127.0.0.1");
    settings.setProperty("reload.mail.port", String.valueOf(port));
    settings.setProperty("reload.mail.from", "Data Reload <reload@example.org>");
    settings.setProperty("reload.mail.interval", "50");
    settings.setProperty("reload.mail.timeout", "500");
    settings.setProperty("reload.mail.user", "");
    settings.setProperty("reload.mail.password", "");
    settings.setProperty("reload.mail.starttls", "false");
    settings.putAll(changed);
    var login =
        new SmtpLogin(
            settings.getProperty("reload.mail.user"), settings.getProperty("reload.mail.password"));
    camel.getPropertiesComponent().setInitialProperties(settings);
    camel.getRegistry().bind("reports", database.pool());
    camel.getRegistry().bind("mailLogin", login);
    camel.getRegistry().bind("outbox", outbox);
    camel.getRegistry().bind("statusMails", mails);
    camel.getRegistry().bind("deliveryResults", new DeliveryResults(outbox));
    camel.addRoutes(new MailRoutes());
    ShippedRoutes.load(camel, "status", "mail");
    camel.start();
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
