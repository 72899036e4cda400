package org.datareload.proof.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.datareload.testing.MailFixture;
import org.datareload.testing.proxy.Fault;
import org.datareload.testing.proxy.FaultProxy;
import org.datareload.testing.proxy.TurnProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail servers that are down, fail at the worst moment, or lack required features. */
final class MailOutagesTest {
  private static final int DAY = 24 * 60 * 60;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final AtomicReference<Fault> afterTheContent = new AtomicReference<>();
  private final AtomicReference<Fault> atQuit = new AtomicReference<>();
  private final AtomicReference<Fault> always = new AtomicReference<>();
  private GreenMail server;
  private FaultProxy proxy;
  private MailFixture mail;

  @BeforeEach
  void open() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    server.start();
    proxy = new FaultProxy(server.getSmtp().getPort(), new TurnProtocol(this::record));
    proxy.silence(600_000);
    proxy.faults(this::fault);
  }

  private boolean record(String message) {
    messages.add(message);
    return true;
  }

  private Fault fault() {
    var last = messages.get(messages.size() - 1);
    if (last.startsWith("QUIT")) {
      return atQuit.getAndSet(null);
    }
    return last.endsWith("\r\n.\r\n") ? afterTheContent.getAndSet(null) : always.get();
  }

  @AfterEach
  void close() {
    mail.close();
    proxy.close();
    server.stop();
  }

  @Test
  void aDayWithoutAServerLosesNoMail() throws Exception {
    always.set(Fault.RESET_BEFORE);
    start(Map.of());
    int passed = 0;
    int attempts = 0;
    while (passed < DAY) {
      int before = attempts++;
      deliver();
      await().until(() -> attempts() == before + 1 && pause() > 0);
      assertThat(mail.rows.status("MX1")).isEqualTo("new");
      assertThat(pause()).isLessThanOrEqualTo(15 * 60);
      int pause = pause();
      // Moves the clock to the next attempt.
      mail.rows.execute(
          "UPDATE mail SET next_at = CURRENT_TIMESTAMP,"
              + " created_at = created_at - CAST(? AS INTEGER) * INTERVAL '1' SECOND",
          pause);
      passed += pause;
    }
    report("mail: %d attempts in a day", attempts);
    assertThat(attempts).isBetween(96, 102);
    assertThat(server.getReceivedMessages()).isEmpty();

    always.set(null);
    deliver();
    await().until(() -> mail.rows.status("MX1").equals("sent"));
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void aLost250SendsTheSameMessageIdAgain() throws Exception {
    afterTheContent.set(Fault.RESET_AFTER);
    start(Map.of());
    deliver();
    await().until(() -> mail.rows.lastError("MX1") != null);
    assertThat(mail.rows.status("MX1")).isEqualTo("new");
    assertThat(server.getReceivedMessages()).hasSize(1);

    mail.rows.makeDue("MX1");
    deliver();
    await().until(() -> mail.rows.status("MX1").equals("sent"));
    assertThat(server.getReceivedMessages())
        .hasSize(2)
        .allSatisfy(m -> assertThat(m.getMessageID()).contains("X1.completed@"));
  }

  @Test
  void aSilentServerBlocksNothing() throws Exception {
    afterTheContent.set(Fault.BLACK_HOLE);
    start(Map.of());
    deliver();
    await().until(() -> mail.rows.lastError("MX1") != null);
    assertThat(mail.rows.status("MX1")).isEqualTo("new");
    assertThat(mail.rows.lastError("MX1")).containsIgnoringCase("timed out");
  }

  @Test
  void aServerThatHangsAtQuitGetsAMailOnce() throws Exception {
    atQuit.set(Fault.BLACK_HOLE);
    start(Map.of());
    deliver();
    await().until(() -> mail.rows.status("MX1").equals("sent"));

    assertThat(atQuit.get()).isNull();
    assertThat(attempts()).isEqualTo(1);
    mail.rows.makeDue("MX1");
    mail.rows.endedWithoutLetter("X2", "COMPLETED", "eve", null);
    mail.rows.letter("X2", "completed");
    deliver();
    await().until(() -> server.getReceivedMessages().length == 2);
    assertThat(server.getReceivedMessages())
        .extracting(MimeMessage::getMessageID)
        .satisfiesExactly(
            id -> assertThat(id).contains("X1.completed@"),
            id -> assertThat(id).contains("X2.completed@"));
  }

  @Test
  void nothingIsSentInPlainTextIfTlsIsRequired() throws Exception {
    start(Map.of("reload.mail.starttls", "true"));
    deliver();
    await().until(() -> mail.rows.lastError("MX1") != null);

    assertThat(mail.rows.status("MX1")).isEqualTo("new");
    assertThat(mail.rows.lastError("MX1")).contains("STARTTLS");
    assertThat(messages).noneMatch(message -> message.matches("(?s)(MAIL|RCPT|DATA|AUTH).*"));
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  private void start(Map<String, String> settings) throws Exception {
    var all = new HashMap<>(settings);
    all.put("reload.mail.interval", "3600000");
    mail = new MailFixture(proxy.port(), all);
    mail.rows.dataset("ann@example.org");
    mail.rows.live("X1", 4);
    mail.rows.endedWithoutLetter("X1", "COMPLETED", "eve", null);
    mail.rows.letter("X1", "completed");
  }

  private void deliver() throws IOException {
    try (var template = mail.camel().createProducerTemplate()) {
      template.sendBody("seda:deliver-mails?waitForTaskToComplete=Never", "deliver");
    }
  }

  private int attempts() {
    return mail.rows.number("SELECT attempts FROM mail WHERE id = 'MX1'");
  }

  /** Seconds until the next attempt, 0 while one is made. */
  private int pause() {
    return mail.rows.number(
        "SELECT CASE WHEN claimed_until IS NULL AND next_at > CURRENT_TIMESTAMP"
            + " THEN CAST(EXTRACT(EPOCH FROM (next_at - CURRENT_TIMESTAMP)) AS INTEGER)"
            + " ELSE 0 END FROM mail WHERE id = 'MX1'");
  }
}
