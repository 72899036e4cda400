package org.datareload.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OutboxTest extends DatabaseContract {
  private static final Duration GRACE = Duration.ofHours(1);

  private Rows rows;
  private Outbox outbox;

  OutboxTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openOutbox() {
    rows = new Rows(jdbi);
    rows.dataset("ann@example.org");
    outbox = new Outbox(jdbi.onDemand(OutboxSql.class), GRACE);
  }

  @Test
  void claimsALetterForOneProcessAtATime() {
    rows.ended("X1", "COMPLETED", "ann", null);

    assertThat(outbox.claimDue(5)).containsExactly(new OutboxMail("MX1", 1));
    assertThat(outbox.claimDue(5)).isEmpty();
  }

  @Test
  void claimsALetterAgainOnceItsProcessIsLost() {
    rows.ended("X1", "COMPLETED", "ann", null);
    outbox.claimDue(5);

    rows.execute("UPDATE mail SET claimed_until = claimed_until - INTERVAL '119' SECOND");
    assertThat(outbox.claimDue(5)).isEmpty();
    rows.execute("UPDATE mail SET claimed_until = claimed_until - INTERVAL '2' SECOND");
    assertThat(outbox.claimDue(5)).containsExactly(new OutboxMail("MX1", 2));
  }

  @Test
  void claimsNeverOverlap() throws Exception {
    for (int i = 0; i < 60; i++) {
      rows.ended("X" + i, "COMPLETED", "ann", null);
    }
    Callable<List<OutboxMail>> worker =
        () -> {
          var mine = new ArrayList<OutboxMail>();
          while (true) {
            var claimed = outbox.claimDue(3);
            mine.addAll(claimed);
            if (claimed.isEmpty()) {
              return mine;
            }
          }
        };
    var pool = Executors.newFixedThreadPool(4);
    var all = new ArrayList<OutboxMail>();
    for (var claimed : pool.invokeAll(List.of(worker, worker, worker, worker))) {
      all.addAll(claimed.get());
    }
    pool.shutdown();
    all.addAll(outbox.claimDue(60));

    assertThat(all).hasSize(60).doesNotHaveDuplicates();
    assertThat(all).allMatch(letter -> letter.attempts() == 1);
  }

  @Test
  void claimsWhatIsDueOnlyWhenItIsAskedFor() {
    rows.ended("X1", "COMPLETED", "ann", null);
    rows.ended("X2", "COMPLETED", "ann", null);

    var due = outbox.due().iterator();
    due.next();

    assertThat(outbox.claimDue(5)).hasSize(1);
    assertThat(due.hasNext()).isFalse();
  }

  @Test
  void neverClaimsWhatWasSent() {
    rows.ended("X1", "COMPLETED", "ann", null);

    outbox.claimDue(1).forEach(outbox::sent);
    rows.makeDue("MX1");

    assertThat(outbox.claimDue(1)).isEmpty();
    assertThat(rows.status("MX1")).isEqualTo("sent");
  }

  @Test
  void waitsLongerAfterEachFailure() {
    rows.ended("X1", "COMPLETED", "ann", null);

    for (int minutes : new int[] {1, 2, 4, 8, 15, 15}) {
      var letter = outbox.claimDue(1).get(0);
      outbox.failed(letter, "connection refused");

      assertThat(outbox.claimDue(1)).isEmpty();
      assertThat(rows.lastError("MX1")).isEqualTo("connection refused");
      rows.execute(
          "UPDATE mail SET next_at = next_at - CAST(? AS INTEGER) * INTERVAL '1' SECOND",
          minutes * 60 - 9);
      assertThat(outbox.claimDue(1)).as("due before %s minutes", minutes).isEmpty();
      rows.execute("UPDATE mail SET next_at = next_at - INTERVAL '10' SECOND");
    }
    assertThat(outbox.claimDue(1)).containsExactly(new OutboxMail("MX1", 7));
  }

  @Test
  void givesUpAfterFiveDays() {
    rows.ended("X1", "COMPLETED", "ann", null);
    rows.execute("UPDATE mail SET created_at = CURRENT_TIMESTAMP - INTERVAL '119' HOUR");
    outbox.failed(outbox.claimDue(1).get(0), "connection refused");
    assertThat(rows.status("MX1")).isEqualTo("new");

    rows.execute("UPDATE mail SET created_at = CURRENT_TIMESTAMP - INTERVAL '121' HOUR");
    rows.makeDue("MX1");
    outbox.failed(outbox.claimDue(1).get(0), "connection refused");

    assertThat(rows.status("MX1")).isEqualTo("dead");
  }

  @Test
  void givesUpAtOnceOnARefusal() {
    rows.ended("X1", "COMPLETED", "ann", null);

    outbox.refused(outbox.claimDue(1).get(0), "550 no such user\r\n");

    assertThat(rows.status("MX1")).isEqualTo("dead");
    assertThat(rows.lastError("MX1")).isEqualTo("550 no such user\\u000D\\u000A");
  }

  @Test
  void ignoresAFailureOfALostClaim() {
    rows.ended("X1", "COMPLETED", "ann", null);
    var lost = outbox.claimDue(1).get(0);
    rows.execute("UPDATE mail SET claimed_until = CURRENT_TIMESTAMP - INTERVAL '1' SECOND");
    var held = outbox.claimDue(1).get(0);

    outbox.failed(lost, "timed out");
    outbox.refused(lost, "550 refused");

    assertThat(rows.status("MX1")).isEqualTo("new");
    assertThat(rows.lastError("MX1")).isNull();
    outbox.sent(held);
    outbox.refused(held, "550 refused");
    assertThat(rows.status("MX1")).isEqualTo("sent");
  }

  @Test
  void announcesWhatHasStoodForAWhile() {
    rows.problem("sales/orders/a", "unknown file type", 3590);
    assertThat(outbox.dueProblems()).isEmpty();
    assertThat(announce()).isZero();

    rows.problem("sales/orders/b", "unknown file type", 3601);
    rows.problem("sales/orders/c", "unknown file type", 3601);
    assertThat(outbox.dueProblems()).containsExactlyInAnyOrder("sales/orders/b", "sales/orders/c");
    assertThat(announce()).isEqualTo(1);

    assertThat(outbox.dueProblems()).isEmpty();
    assertThat(rows.number("SELECT COUNT(*) FROM landing_problem WHERE mailed_at IS NULL"))
        .isEqualTo(1);
    assertThat(outbox.claimDue(5)).hasSize(1);
  }

  @Test
  void announcesProblemsAtMostOnceInAQuarterOfAnHour() {
    rows.problem("sales/orders/a", "unknown file type", 3601);
    assertThat(announce()).isEqualTo(1);
    rows.problem("sales/orders/b", "unknown file type", 3601);

    rows.execute("UPDATE mail SET created_at = CURRENT_TIMESTAMP - INTERVAL '14' MINUTE");
    assertThat(outbox.dueProblems()).isEmpty();
    assertThat(announce()).isZero();
    rows.execute("UPDATE mail SET created_at = CURRENT_TIMESTAMP - INTERVAL '15' MINUTE");
    assertThat(outbox.dueProblems()).containsExactly("sales/orders/b");
    assertThat(announce()).isEqualTo(1);
  }

  @Test
  void announcesNothingOfWhatIsGone() {
    rows.problem("sales/orders/a", "unknown file type", 3601);
    var due = outbox.dueProblems();
    rows.execute("DELETE FROM landing_problem");

    assertThat(outbox.announceProblems(due)).isZero();
  }

  @Test
  void announcesOnlyWhatWasLookedAtAndTheRestNextTime() {
    rows.problems(10_001, 3601);
    var due = outbox.dueProblems();
    assertThat(due).hasSize(10_000);

    assertThat(outbox.announceProblems(due)).isEqualTo(1);

    var left = rows.texts("SELECT object_key FROM landing_problem WHERE mailed_at IS NULL");
    assertThat(left).hasSize(1).doesNotContainAnyElementsOf(due);
    rows.execute("UPDATE mail SET created_at = CURRENT_TIMESTAMP - INTERVAL '15' MINUTE");
    assertThat(outbox.dueProblems()).isEqualTo(left);
    assertThat(outbox.announceProblems(left)).isEqualTo(1);
    assertThat(outbox.dueProblems()).isEmpty();
  }

  @Test
  void announcesAProblemOnceForManyAtATime() throws Exception {
    rows.problem("sales/orders/a", "unknown file type", 3601);
    Callable<Integer> worker = this::announce;
    var pool = Executors.newFixedThreadPool(4);
    int letters = 0;
    for (var announced : pool.invokeAll(List.of(worker, worker, worker, worker))) {
      letters += announced.get();
    }
    pool.shutdown();

    assertThat(letters).isEqualTo(1);
    assertThat(outbox.claimDue(5)).hasSize(1);
  }

  private int announce() {
    return outbox.announceProblems(outbox.dueProblems());
  }
}
