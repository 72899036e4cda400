package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.datareload.testing.MailFixture;
import org.junit.jupiter.api.Test;

/** A mail that the server accepts for one recipient and temporarily refuses for another. */
final class PartlyDeliveredMailTest {
  private static final String ANN = "ann@example.org";
  private static final String BOB = "bob@example.org";

  @Test
  void isNotSentTwiceToARecipientWhoHasIt() throws Exception {
    var answers = new ConcurrentHashMap<>(Map.of(ANN, "452 mailbox full"));
    try (var server = new RefusingServer(answers);
        var mail = new MailFixture(server.port(), Map.of())) {
      mail.rows.dataset(ANN + "," + BOB);
      mail.rows.ended("X1", "COMPLETED", "eve", null);
      for (int tries = 1; tries <= 4; tries++) {
        String attempted = "SELECT attempts FROM mail WHERE claimed_until IS NULL";
        int wanted = tries;
        await().until(() -> mail.rows.number("SELECT COALESCE((" + attempted + "), 0)") == wanted);
        assertThat(mail.rows.status("MX1")).isEqualTo("new");
        assertThat(mail.rows.lastError("MX1")).isEqualTo("452 mailbox full");
        assertThat(server.taken()).containsExactly(BOB);
        if (tries == 4) {
          answers.clear();
        }
        mail.rows.makeDue("MX1");
      }

      await().until(() -> mail.rows.status("MX1").equals("sent"));

      assertThat(server.taken()).containsExactly(BOB, ANN);
      assertThat(mail.rows.lastError("MX1")).isNull();
    }
  }
}
