package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.datareload.route.MailRoutes;
import org.datareload.testing.ShippedRoutes;
import org.datareload.testing.TestProcess;

/** One letter is due. Whoever had sent it when the connection broke may send it again. */
final class ConnectionsMail extends ConnectionsChore {
  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final String execution;
  private int sent;

  ConnectionsMail(RunContract rig, int number) {
    super(rig, number);
    change("UPDATE mail SET status = 'sent' WHERE status = 'new'");
    rig.load("content " + number);
    execution = dataset.newest().id();
    server.start();
  }

  @Override
  void run(TestProcess process) throws Exception {
    deliver(process);
  }

  @Override
  void again() throws Exception {
    sent = server.getReceivedMessages().length;
    assertThat(sent).isLessThanOrEqualTo(1);
    change("UPDATE mail SET claimed_until = " + PAST + " WHERE claimed_until IS NOT NULL");
    change("UPDATE mail SET next_at = " + PAST + " WHERE status = 'new'");
    deliver(healthy);
  }

  private void deliver(TestProcess process) throws Exception {
    try (var camel = routes(process);
        var template = camel.createProducerTemplate()) {
      template.sendBody("seda:deliver-mails?waitForTaskToComplete=Always", "nudge");
    }
  }

  /** The routes as they are shipped, but for the clock. */
  private CamelContext routes(TestProcess process) throws Exception {
    var settings = new Properties();
    settings.setProperty("reload.mail.host", "127.0.0.1");
    settings.setProperty("reload.mail.port", String.valueOf(server.getSmtp().getPort()));
    settings.setProperty("reload.mail.from", "Data Reload <reload@example.org>");
    settings.setProperty("reload.mail.timeout", "5000");
    settings.setProperty("reload.mail.user", "");
    settings.setProperty("reload.mail.password", "");
    settings.setProperty("reload.mail.starttls", "false");
    var camel = new DefaultCamelContext();
    camel.getPropertiesComponent().setInitialProperties(settings);
    process.beans().forEach(camel.getRegistry()::bind);
    camel.addRoutes(new MailRoutes());
    ShippedRoutes.load(camel, "status", "mail");
    camel.getShutdownStrategy().setTimeout(1);
    camel.setAutoStartup(false);
    camel.start();
    for (var route : camel.getRoutes()) {
      if (!route.getEndpoint().getEndpointUri().startsWith("timer:")) {
        camel.getRouteController().startRoute(route.getRouteId());
      }
    }
    return camel;
  }

  @Override
  void check() throws Exception {
    var status = dataset.rows("SELECT status FROM mail WHERE execution_id = ?", execution);
    assertThat(status).containsExactly("sent");
    var letters = server.getReceivedMessages();
    assertThat(letters).hasSizeBetween(1, 1 + sent);
    for (var letter : letters) {
      assertThat(letter.getMessageID()).contains(execution + ".completed@");
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
