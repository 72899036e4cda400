package org.datareload.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.datareload.route.RefusingServer;
import org.datareload.testing.MailFixture;
import org.junit.jupiter.api.Test;

/** What becomes of a letter by what a mail server answers. */
final class DeliveryResultsTest {
  @Test
  void buriesALetterThatIsRefusedForAll() throws Exception {
    assertThat(
            statusAfter(
                Map.of(
                    "ann@example.org", "550 no such user",
                    "bob@example.org", "551 gone")))
        .isEqualTo("dead: 550 no such user; 551 gone");
  }

  @Test
  void isDoneWithALetterThatIsRefusedForSome() throws Exception {
    assertThat(statusAfter(Map.of("ann@example.org", "550 no such user")))
        .isEqualTo("sent: 550 no such user");
  }

  @Test
  void triesAgainWhereOneRecipientMayGetItLater() throws Exception {
    assertThat(statusAfter(Map.of("ann@example.org", "450 busy"))).isEqualTo("new: 450 busy");
    assertThat(
            statusAfter(
                Map.of("ann@example.org", "450 busy", "bob@example.org", "550 no such user")))
        .isEqualTo("new: 450 busy; 550 no such user");
  }

  @Test
  void triesAgainWhereTheServerWantsALogin() throws Exception {
    assertThat(
            statusAfter(Map.of("ann@example.org", "530 log in", "bob@example.org", "530 log in")))
        .isEqualTo("new: 530 log in; 530 log in");
  }

  @Test
  void waitsForNoSilentServer() throws Exception {
    assertThat(statusAfter(null)).startsWith("new: ").contains("Read timed out");
  }

  @Test
  void waitsForNoEndOfAHugeGreeting() throws Exception {
    try (var server = new RefusingServer("220 " + "x".repeat(8 << 20));
        var mail = new MailFixture(server.port(), Map.of())) {
      ended(mail);
      for (int attempt = 1; attempt <= 2; attempt++) {
        int made = attempt;
        await().until(() -> attempts(mail) == made && mail.rows.lastError("MX1") != null);
        assertThat(mail.rows.status("MX1")).isEqualTo("new");
        assertThat(mail.rows.lastError("MX1")).contains("Read timed out");
        mail.rows.execute("UPDATE mail SET last_error = NULL");
        mail.rows.makeDue("MX1");
      }
      assertThat(mail.rows.number("SELECT COUNT(*) FROM mail")).isEqualTo(1);
    }
  }

  @Test
  void readsAHugeGreetingToItsEnd() throws Exception {
    try (var server = new RefusingServer("220-welcome\r\n".repeat(200_000) + "220 ready\r\n");
        var mail = new MailFixture(server.port(), Map.of())) {
      ended(mail);
      await().until(() -> mail.rows.status("MX1").equals("sent"));
      assertThat(attempts(mail)).isEqualTo(1);
    }
  }

  @Test
  void sendsNothingInClearTextWhereTlsIsRequired() throws Exception {
    assertThat(statusAfter(Map.of(), Map.of("reload.mail.starttls", "true")))
        .startsWith("new: ")
        .contains("STARTTLS is required");
  }

  private static void ended(MailFixture mail) {
    mail.rows.dataset("ann@example.org,bob@example.org");
    mail.rows.ended("X1", "COMPLETED", "eve", null);
  }

  private static int attempts(MailFixture mail) {
    return mail.rows.number("SELECT attempts FROM mail WHERE id = 'MX1'");
  }

  private static String statusAfter(Map<String, String> answers) throws Exception {
    return statusAfter(answers, Map.of());
  }

  private static String statusAfter(Map<String, String> answers, Map<String, String> settings)
      throws Exception {
    try (var server = new RefusingServer(answers);
        var mail = new MailFixture(server.port(), settings)) {
      ended(mail);
      await().until(() -> mail.rows.lastError("MX1") != null);
      return mail.rows.status("MX1") + ": " + mail.rows.lastError("MX1");
    }
  }
}
