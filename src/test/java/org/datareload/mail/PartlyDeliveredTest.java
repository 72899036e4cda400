package org.datareload.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Letters that some have while others are still to get them. */
final class PartlyDeliveredTest extends DatabaseContract {
  private static final String ANN = "ann@example.org";
  private static final String BOB = "bob@example.org";

  private Rows rows;
  private Outbox outbox;

  PartlyDeliveredTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void servesBob() {
    rows = new Rows(jdbi);
    rows.dataset(ANN + "," + BOB);
    rows.ended("X1", "COMPLETED", "eve", null);
    outbox = new Outbox(jdbi.onDemand(OutboxSql.class), Duration.ZERO);
    outbox.failed(claim(), "452 mailbox full", List.of(BOB));
  }

  @Test
  void goToNobodyTwice() {
    assertThat(compose().recipients()).containsExactly(ANN);

    outbox.failed(claim(), "452 mailbox full", List.of(ANN));

    assertThatThrownBy(this::compose).isInstanceOf(UndeliverableException.class);
  }

  @Test
  void areSentThoughTheOthersNeverGetThem() {
    outbox.refused(claim(), "550 no such user");

    assertThat(rows.status("MX1")).isEqualTo("sent");
    assertThat(rows.lastError("MX1")).isEqualTo("550 no such user");
  }

  @Test
  void areSentWhenTheyAreTooOldForTheOthers() {
    rows.execute("UPDATE mail SET created_at = CURRENT_TIMESTAMP - INTERVAL '121' HOUR");

    outbox.failed(claim(), "452 mailbox full");

    assertThat(rows.status("MX1")).isEqualTo("sent");
    assertThat(rows.lastError("MX1")).isEqualTo("452 mailbox full");
  }

  private OutboxMail claim() {
    rows.makeDue("MX1");
    return outbox.claimDue(1).get(0);
  }

  private StatusMail compose() {
    return new StatusMails(UserAddresses.none(), "").compose(StatusRows.read(jdbi, "MX1"));
  }
}
