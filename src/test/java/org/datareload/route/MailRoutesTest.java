package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Map;
import org.datareload.testing.MailFixture;
import org.datareload.testing.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MailRoutesTest {
  private static final String ID = "<X1.completed@reload.example.org>";
  private GreenMail server;
  private MailFixture mail;

  @BeforeEach
  void openServer() {
    server = new GreenMail(new ServerSetup(Ports.free(), "127.0.0.1", "smtp"));
  }

  @AfterEach
  void closeAll() {
    if (mail != null) {
      mail.close();
    }
    server.stop();
  }

  @Test
  void deliversAMailOnce() throws Exception {
    server.start();
    start(Map.of());
    ended("ann@example.org,bob@example.org");
    awaitStatus("sent");

    assertThat(server.getReceivedMessages()).hasSize(2);
    var received = server.getReceivedMessages()[0];
    assertThat(received.getHeader("From")).containsExactly("Data Reload <reload@example.org>");
    assertThat(received.getHeader("To")).containsExactly("ann@example.org, bob@example.org");
    assertThat(received.getHeader("Message-ID")).containsExactly(ID);
    assertThat(received.getSubject()).isEqualTo("[sales/orders] Reload completed: 2 files");
    var parts = (MimeMultipart) received.getContent();
    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat(parts.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
    assertThat((String) parts.getBodyPart(0).getContent()).contains("  daten-\u00E4.csv");
    assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
    assertThat((String) parts.getBodyPart(1).getContent()).contains("<bdi>daten-\u00E4.csv</bdi>");
  }

  @Test
  void deliversOnceTheServerIsBack() throws Exception {
    start(Map.of());
    ended("ann@example.org");
    await().until(() -> mail.rows.lastError("MX1") != null);
    assertThat(mail.rows.status("MX1")).isEqualTo("new");
    assertThat(mail.rows.lastError("MX1")).contains("Connection refused");

    server.start();
    mail.rows.makeDue("MX1");
    awaitStatus("sent");

    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(server.getReceivedMessages()[0].getMessageID()).isEqualTo(ID);
  }

  @Test
  void sendsTheSameMessageIdAgainAfterACrash() throws Exception {
    server.start();
    start(Map.of());
    ended("ann@example.org");
    awaitStatus("sent");

    mail.rows.execute("UPDATE mail SET status = 'new'");
    awaitStatus("sent");

    assertThat(server.getReceivedMessages())
        .hasSize(2)
        .allSatisfy(received -> assertThat(received.getMessageID()).isEqualTo(ID));
  }

  @Test
  void ignoresHeadersOfTheIncomingExchange() throws Exception {
    server.start();
    start(Map.of());
    ended("ann@example.org");
    awaitStatus("sent");
    var content = mail.statusMail("MX1");
    Map<String, Object> injected =
        Map.ofEntries(
            Map.entry("To", "x@evil"),
            Map.entry("bcc", "x@evil"),
            Map.entry("Cc", "x@evil"),
            Map.entry("Reply-To", "x@evil"),
            Map.entry("Sender", "x@evil"),
            Map.entry("From", "x@evil"),
            Map.entry("Subject", "evil"),
            Map.entry("CamelMailTo", "x@evil"),
            Map.entry("CamelMailAlternativeBody", "evil"),
            Map.entry("contentType", "text/evil"),
            Map.entry("Content-Type", "text/evil"),
            Map.entry("mail.smtp.host", "192.0.2.1"),
            Map.entry("mail.smtp.port", "1"),
            Map.entry("X-Evil", "evil"));

    try (var template = mail.camel().createProducerTemplate()) {
      template.sendBodyAndHeaders("direct:send-mail", content, injected);
      mail.rows.execute("UPDATE mail SET status = 'new'");
      template.sendBodyAndHeaders("seda:deliver-mails", "nudge", injected);
    }
    await().until(() -> server.getReceivedMessages().length == 3);

    for (MimeMessage received : server.getReceivedMessages()) {
      assertThat(received.getAllRecipients())
          .containsExactly(new InternetAddress("ann@example.org"));
      assertThat(received.getRecipients(RecipientType.BCC)).isNull();
      assertThat(received.getHeader("From")).containsExactly("Data Reload <reload@example.org>");
      assertThat(received.getSubject()).isEqualTo("[sales/orders] Reload completed: 2 files");
      assertThat(received.getHeader("Reply-To")).isNull();
      assertThat(received.getHeader("Sender")).isNull();
      assertThat(received.getHeader("X-Evil")).isNull();
      assertThat(received.getHeader("mail.smtp.host")).isNull();
      assertThat(received.getContentType()).startsWith("multipart/alternative");
    }
    assertThat(server.getReceivedMessagesForDomain("evil")).isEmpty();
  }

  @Test
  void reportsLandingProblems() throws Exception {
    server.start();
    start(Map.of());
    mail.rows.dataset("ann@example.org");
    mail.rows.problem("sales/orders/a", "not a key of this dataset", 1);
    mail.outbox.announceProblems(mail.outbox.dueProblems());
    await().until(() -> server.getReceivedMessages().length == 1);

    assertThat(server.getReceivedMessages()[0].getSubject())
        .isEqualTo("[sales/orders] 1 object landed that cannot be loaded");
  }

  @Test
  void givesUpAMailWithoutRecipients() throws Exception {
    start(Map.of());
    ended("");
    awaitStatus("dead");

    assertThat(mail.rows.lastError("MX1")).isEqualTo("no recipient");
  }

  @Test
  void logsInIfAUserIsSet() throws Exception {
    server.setUser("reload@example.org", "reload", "secret");
    server.start();
    start(Map.of("reload.mail.user", "reload", "reload.mail.password", "wrong"));
    ended("ann@example.org");
    await().until(() -> mail.rows.lastError("MX1") != null);
    assertThat(mail.rows.status("MX1")).isEqualTo("new");
    assertThat(mail.rows.lastError("MX1")).containsIgnoringCase("authentication");
    mail.close();

    start(Map.of("reload.mail.user", "reload", "reload.mail.password", "secret"));
    ended("ann@example.org");
    awaitStatus("sent");
  }

  private void start(Map<String, String> settings) throws Exception {
    mail = new MailFixture(server.getSmtp().getServerSetup().getPort(), settings);
  }

  private void ended(String notifyTo) {
    mail.rows.dataset(notifyTo);
    mail.rows.live("X1", 4);
    mail.rows.endedWithoutLetter("X1", "COMPLETED", "eve", null);
    mail.rows.copied("X1", 1, "sales/orders/upload_date=1/eve/csv/X1/daten-\u00E4.csv");
    mail.rows.letter("X1", "completed");
  }

  private void awaitStatus(String status) {
    await().until(() -> mail.rows.status("MX1").equals(status));
  }
}
