package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.datareload.testing.MailFixture;
import org.datareload.testing.TestProcess;

/** One mail is due. A process that sent it before the connection broke may send it again. */
final class MailChore extends Chore {
  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final String execution;
  private int sent;

  MailChore(RunContract contract, int number) {
    super(contract, number);
    dataset.execute("UPDATE mail SET status = 'sent' WHERE status = 'new'");
    execution = dataset.load(healthy, "content " + number, "a.csv").id();
    server.start();
  }

  @Override
  void run(TestProcess process) throws Exception {
    deliver(process);
  }

  @Override
  void repeat() throws Exception {
    sent = server.getReceivedMessages().length;
    assertThat(sent).isLessThanOrEqualTo(1);
    dataset.execute("UPDATE mail SET claimed_until = " + PAST + " WHERE claimed_until IS NOT NULL");
    dataset.execute("UPDATE mail SET next_at = " + PAST + " WHERE status = 'new'");
    deliver(healthy);
  }

  private void deliver(TestProcess process) throws Exception {
    try (var camel = routes(process);
        var template = camel.createProducerTemplate()) {
      template.sendBody("seda:deliver-mails?waitForTaskToComplete=Always", "deliver");
    }
  }

  /** The shipped routes without timers. */
  private CamelContext routes(TestProcess process) throws Exception {
    var camel = MailFixture.context(server.getSmtp().getPort(), Map.of(), process.beans());
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
    var mails = server.getReceivedMessages();
    assertThat(mails).hasSizeBetween(1, 1 + sent);
    for (var mail : mails) {
      assertThat(mail.getMessageID()).contains(execution + ".completed@");
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
