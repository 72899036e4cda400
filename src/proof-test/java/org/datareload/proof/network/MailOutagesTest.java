package org.datareload.proof.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.datareload.testing.MailFixture;
import org.datareload.testing.proxy.Fault;
import org.datareload.testing.proxy.FaultProxy;
import org.datareload.testing.proxy.TurnSpeech;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail servers that are away, go away at the worst moment, or offer less than is demanded. */
final class MailOutagesTest {
  private static final int DAY = 24 * 60 * 60;
  private final List<String> words = new CopyOnWriteArrayList<>();
  private final AtomicReference<Fault> atTheEnd = new AtomicReference<>();
  private final AtomicReference<Fault> atGoodbye = new AtomicReference<>();
  private final AtomicReference<Fault> always = new AtomicReference<>();
  private GreenMail server;
  private FaultProxy proxy;
  private MailFixture mail;

  @BeforeEach
  void open() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    server.start();
    proxy = new FaultProxy(server.getSmtp().getPort(), new TurnSpeech(this::heard));
    proxy.silence(5_000);
    proxy.faults(this::fault);
  }

  private boolean heard(String said) {
    words.add(said);
    return true;
  }

  private Fault fault() {
    var last = words.get(words.size() - 1);
    if (last.startsWith("QUIT")) {
      return atGoodbye.getAndSet(null);
    }
    return last.endsWith("\r\n.\r\n") ? atTheEnd.getAndSet(null) : always.get();
  }

  @AfterEach
  void close() {
    mail.close();
    proxy.close();
    server.stop();
  }

  @Test
  void aDayWithoutAServerLosesNoLetter() throws Exception {
    always.set(Fault.RESET_BEFORE);
    start(Map.of("reload.mail.interval", "3600000"));
    int passed = 0;
    int attempts = 0;
    while (passed < DAY) {
      int before = attempts++;
      nudge();
      await().until(() -> attempts() == before + 1 && pause() > 0);
      assertThat(mail.rows.status("MX1")).isEqualTo("new");
      assertThat(pause()).isLessThanOrEqualTo(15 * 60);
      int pause = pause();
      // The clock moves to when the next attempt is due.
      mail.rows.execute(
          "UPDATE mail SET next_at = CURRENT_TIMESTAMP,"
              + " created_at = created_at - CAST(? AS INTEGER) * INTERVAL '1' SECOND",
          pause);
      passed += pause;
    }
    System.out.printf("mail: %d attempts in a day%n", attempts);
    assertThat(attempts).isBetween(96, 102);
    assertThat(server.getReceivedMessages()).isEmpty();

    always.set(null);
    nudge();
    await().until(() -> mail.rows.status("MX1").equals("sent"));
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void aLost250IsOneLetterMoreOfTheSameId() throws Exception {
    atTheEnd.set(Fault.RESET_AFTER);
    start(Map.of("reload.mail.interval", "3600000"));
    nudge();
    await().until(() -> mail.rows.lastError("MX1") != null);
    assertThat(mail.rows.status("MX1")).isEqualTo("new");
    assertThat(server.getReceivedMessages()).hasSize(1);

    mail.rows.makeDue("MX1");
    nudge();
    await().until(() -> mail.rows.status("MX1").equals("sent"));
    assertThat(server.getReceivedMessages())
        .hasSize(2)
        .allSatisfy(m -> assertThat(m.getMessageID()).contains("X1.completed@"));
  }

  @Test
  void aServerThatFallsSilentHoldsNothingUp() throws Exception {
    atTheEnd.set(Fault.BLACK_HOLE);
    start(Map.of("reload.mail.interval", "3600000"));
    nudge();
    await().until(() -> mail.rows.lastError("MX1") != null);
    assertThat(mail.rows.status("MX1")).isEqualTo("new");
    assertThat(mail.rows.lastError("MX1")).containsIgnoringCase("timed out");
  }

  @Test
  void aServerThatHangsAfterItTookALetterGetsItOnce() throws Exception {
    atGoodbye.set(Fault.BLACK_HOLE);
    start(Map.of("reload.mail.interval", "3600000"));
    nudge();
    await().until(() -> mail.rows.status("MX1").equals("sent"));

    assertThat(atGoodbye.get()).isNull();
    assertThat(attempts()).isEqualTo(1);
    mail.rows.makeDue("MX1");
    mail.rows.endedWithoutLetter("X2", "COMPLETED", "eve", null);
    mail.rows.letter("X2", "completed");
    nudge();
    await().until(() -> server.getReceivedMessages().length == 2);
    assertThat(server.getReceivedMessages())
        .extracting(MimeMessage::getMessageID)
        .satisfiesExactly(
            id -> assertThat(id).contains("X1.completed@"),
            id -> assertThat(id).contains("X2.completed@"));
  }

  @Test
  void nothingIsSaidInPlainTextWhereTlsIsDemanded() throws Exception {
    start(Map.of("reload.mail.starttls", "true", "reload.mail.interval", "3600000"));
    nudge();
    await().until(() -> mail.rows.lastError("MX1") != null);

    assertThat(mail.rows.status("MX1")).isEqualTo("new");
    assertThat(mail.rows.lastError("MX1")).contains("STARTTLS");
    assertThat(words).noneMatch(said -> said.matches("(?s)(MAIL|RCPT|DATA|AUTH).*"));
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  private void start(Map<String, String> settings) throws Exception {
    mail = new MailFixture(proxy.port(), settings);
    mail.rows.dataset("ann@example.org");
    mail.rows.live("X1", 4);
    mail.rows.endedWithoutLetter("X1", "COMPLETED", "eve", null);
    mail.rows.letter("X1", "completed");
  }

  private void nudge() {
    try (var template = mail.camel().createProducerTemplate()) {
      template.sendBody("seda:deliver-mail?waitForTaskToComplete=Never", "nudge");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
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
