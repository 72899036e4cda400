package org.datareload.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The content of mails. */
final class StatusMailsTest extends DatabaseContract {
  private static final String LAKE = "sales/orders/upload_date=1/eve/csv/X1/";

  private Rows rows;

  StatusMailsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openRows() {
    rows = new Rows(jdbi);
  }

  @Test
  void tellsOfASuccess() {
    rows.dataset("ann@example.org, bob@example.org");
    rows.ended("X1", "COMPLETED", "eve", null);
    rows.copied("X1", 1, LAKE + "a.csv");
    rows.copied("X1", 2, LAKE + "dt=1/b.csv");
    rows.live("X1", 4);

    var mail = compose("MX1");

    assertThat(mail.messageId()).isEqualTo("<X1.completed@reload.example.org>");
    assertThat(mail.recipients()).containsExactly("ann@example.org", "bob@example.org");
    assertThat(mail.subject()).isEqualTo("[sales/orders] Reload completed: 2 files");
    assertThat(mail.text())
        .isEqualTo(
            """
            sales/orders: reload completed

            Dataset:    sales/orders
            Execution:  X1
            Status:     completed
            Files:      2 planned, 2 copied
            Bytes:      12,345 planned, 12,345 copied
            Started by: eve
            Accepted:   2026-11-22 14:00:00+00:00
            Started:    2026-11-22 14:00:01+00:00
            Finished:   2026-11-22 14:00:09+00:00

            What is live now: generation 4, the 2 files of this execution.
              a.csv
              dt=1/b.csv

            https://reload.example.org/executions/X1
            """);
    assertThat(mail.html())
        .contains("<h1 style=\"font-size: 1.25em\">sales/orders: reload completed</h1>")
        .contains("<li><bdi>a.csv</bdi></li>")
        .contains("<a href=\"https://reload.example.org/executions/X1\">");
  }

  @Test
  void tellsOfFilesThatStayAndOfThoseThatCameLate() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "COMPLETED", "eve", null);
    rows.execute(
        "UPDATE execution SET not_removed = 2, late_files = 3, note = ?",
        "The store refuses to delete a.csv, _SUCCESS in the landing zone");

    assertThat(compose("MX1").text())
        .contains("2 objects stay, since the store refuses to delete them")
        .contains("3 more files landed in this folder afterwards")
        .contains("Note:       The store refuses to delete a.csv, _SUCCESS in the landing zone\n");
  }

  @Test
  void tellsOfAFailureThatThereIsNothingYet() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "FAILED", "eve", "no data files");

    var mail = compose("MX1");

    assertThat(mail.subject()).isEqualTo("[sales/orders] Reload failed: no data files");
    assertThat(mail.text())
        .contains("Reason:     no data files\n")
        .contains("What is live now: nothing has been published yet.\n");
  }

  @Test
  void tellsOfARejectionWhatIsStillLive() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "COMPLETED", "eve", null);
    rows.execute("UPDATE execution SET committed_at = accepted_at - INTERVAL '1' DAY");
    rows.live("X1", 3);
    rows.ended("X2", "REJECTED", "eve", "execution X1 is running");

    var mail = compose("MX2");

    assertThat(mail.messageId()).isEqualTo("<X2.rejected@reload.example.org>");
    assertThat(mail.subject()).isEqualTo("[sales/orders] Reload rejected: execution X1 is running");
    assertThat(mail.text())
        .contains(
            "What is live now: generation 3. The content of execution X1"
                + " of 2026-11-21 14:00:00+00:00 is still live.\n");
  }

  @Test
  void tellsALateReaderWhatHasBeenPublishedSince() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "COMPLETED", "eve", null);
    rows.copied("X1", 1, LAKE + "a.csv");
    rows.ended("X2", "COMPLETED", "eve", null);
    rows.live("X2", 5);

    var mail = compose("MX1");

    assertThat(mail.text())
        .contains("generation 5. The content of execution X2 of 2026-11-22 14:00:08+00:00 is live.")
        .doesNotContain("a.csv");
  }

  @Test
  void showsHostileNamesAsText() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "COMPLETED", "<b>@evil", null);
    rows.copied("X1", 1, LAKE + "a\r\nBcc: x@evil");
    rows.copied("X1", 2, LAKE + "<img src=x onerror=alert(1)>.csv");
    rows.copied("X1", 3, LAKE + "\u202Evsc.exe");
    rows.copied("X1", 4, LAKE + "\u05D0\u05D1.csv");
    rows.copied("X1", 5, LAKE + "${sysenv.PATH}{{db.password}}.csv");
    rows.live("X1", 4);

    var mail = compose("MX1");

    assertThat(mail.subject()).isEqualTo("[sales/orders] Reload completed: 2 files");
    assertThat(mail.text())
        .contains("  a\\u000D\\u000ABcc: x@evil\n")
        .contains("  <img src=x onerror=alert(1)>.csv\n")
        .contains("  \\u202Evsc.exe\n")
        .contains("  \u05D0\u05D1.csv\n")
        .contains("  ${sysenv.PATH}{{db.password}}.csv\n");
    assertThat(mail.html())
        .contains("<li><bdi>a\\u000D\\u000ABcc: x@evil</bdi></li>")
        .contains("<li><bdi>&lt;img src=x onerror=alert(1)&gt;.csv</bdi></li>")
        .contains("<bdi>&lt;b&gt;@evil</bdi>")
        .contains("<li><bdi>\\u202Evsc.exe</bdi></li>")
        .doesNotContain("<img");
  }

  @Test
  void namesNoMoreThanFiftyFiles() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "COMPLETED", "eve", null);
    rows.execute("UPDATE execution SET files_planned = 60");
    for (int i = 1; i <= 60; i++) {
      rows.copied("X1", i, LAKE + "f%02d.csv".formatted(i));
    }
    rows.live("X1", 4);

    var mail = compose("MX1");

    assertThat(mail.text()).contains("  f50.csv\n  and 10 more\n").doesNotContain("f51.csv");
    assertThat(mail.html()).contains("<li>and 10 more</li>").doesNotContain("f51.csv");
  }

  @Test
  void tellsOfLandingProblems() {
    rows.dataset("ann@example.org");
    rows.problem("sales/orders/b\n", "not a key of this dataset", 200);
    rows.problem("sales/orders/_a", "the name starts with _", 100);
    var outbox = new Outbox(jdbi.onDemand(OutboxSql.class), Duration.ZERO);
    rows.execute(
        "UPDATE landing_problem SET suggestion = 'Did you mean a?' WHERE object_key LIKE '%_a'");
    outbox.announceProblems(outbox.dueProblems());
    rows.problem("sales/orders/later", "not a key of this dataset", 1);
    var letter = outbox.claimDue(1).get(0);

    var mail = compose(letter.id());

    assertThat(mail.messageId()).isEqualTo("<" + letter.id() + ".landing@reload.example.org>");
    assertThat(mail.subject()).isEqualTo("[sales/orders] 2 objects landed that cannot be loaded");
    assertThat(mail.text())
        .isEqualTo(
            """
            sales/orders: 2 objects landed that cannot be loaded

            Dataset:    sales/orders

            These objects stay in the landing zone and no execution loads them:
              sales/orders/_a: the name starts with _. Did you mean a?
              sales/orders/b\\u000A: not a key of this dataset

            https://reload.example.org/datasets/sales/orders/problems
            """);
    rows.execute("DELETE FROM landing_problem");
    assertThatThrownBy(() -> compose(letter.id())).hasMessage("the objects are gone");
  }

  @Test
  void tellsTheWriterOfTheProblemsWhereHeIsRegistered() {
    rows.dataset("ann@example.org");
    for (var user : List.of("bob", "eve@stranger.example", "")) {
      rows.problem("sales/orders/upload_date=1/" + user + "/csv/_a.csv", "hidden", 1);
    }
    rows.problem("sales/orders/upload_date=1/bob", "has 4 segments/of bob/is", 1);
    var outbox = new Outbox(jdbi.onDemand(OutboxSql.class), Duration.ZERO);
    outbox.announceProblems(outbox.dueProblems());

    assertThat(compose(outbox.claimDue(1).get(0).id()).recipients())
        .containsExactly("ann@example.org", "bob@example.org");
  }

  @Test
  void tellsTheWritersOfProblemsThatTheMailDoesNotName() {
    rows.dataset("ann@example.org");
    rows.problems(60, 1);
    rows.problem("sales/orders/upload_date=2/bob/csv/_a.csv", "hidden", 1);
    var outbox = new Outbox(jdbi.onDemand(OutboxSql.class), Duration.ZERO);
    outbox.announceProblems(outbox.dueProblems());

    var mail = compose(outbox.claimDue(1).get(0).id());

    assertThat(mail.text()).contains("and 11 more").doesNotContain("/bob/");
    assertThat(mail.recipients()).containsExactly("ann@example.org", "bob@example.org");
  }

  @Test
  void writesToTheStarterOnlyWhereHeIsRegistered() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "COMPLETED", "eve@stranger.example", null);
    rows.ended("X2", "COMPLETED", "bob", null);

    assertThat(compose("MX1").recipients()).containsExactly("ann@example.org");
    assertThat(compose("MX2").recipients()).containsExactly("ann@example.org", "bob@example.org");
  }

  @Test
  void leavesOutWhatIsNoAddress() {
    rows.dataset(
        " ,nobody,a\r\nBcc: x@evil,<x@evil>,a;b@evil,.a@evil,a..b@evil,a@evil..org,a@-evil,ann@example.org,ann@example.org");
    rows.ended("X1", "COMPLETED", "eve", null);

    assertThat(compose("MX1").recipients()).containsExactly("ann@example.org");
  }

  @Test
  void refusesALetterToNobody() {
    rows.dataset("");
    rows.ended("X1", "COMPLETED", "eve", null);

    assertThatThrownBy(() -> compose("MX1"))
        .isInstanceOf(UndeliverableException.class)
        .hasMessage("no recipient");
  }

  @Test
  void takesEveryOrdinaryAddress() {
    rows.dataset("o'neil+x@mail-1.example.org,a.b_c@localhost");
    rows.ended("X1", "COMPLETED", "eve", null);

    assertThat(compose("MX1").recipients())
        .containsExactly("o'neil+x@mail-1.example.org", "a.b_c@localhost");
  }

  @Test
  void keepsTheSubjectOnOneShortLine() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "FAILED", "eve", "a\r\nBcc: x@evil " + "long ".repeat(100));

    var subject = compose("MX1").subject();

    assertThat(subject)
        .startsWith("[sales/orders] Reload failed: a\\u000D\\u000ABcc: x@evil long")
        .endsWith("…")
        .hasSize(79);
  }

  @Test
  void namesFilesShortlyInTheSubjectAndWholeInTheBody() {
    var key = "sales/orders/upload_date=1700000000/eve/csv/dt=2026-11-01/part-0.csv";
    var copied = "part-0.csv could not be copied: AccessDenied (403) (s3://lz/" + key + ")";
    rows.dataset("ann@example.org");
    rows.ended("X1", "FAILED", "eve", copied);
    rows.ended("X2", "FAILED", "eve", "s3://lz/" + key + " could not be read: SlowDown (503)");
    rows.ended("X3", "FAILED", "eve", key + " vanished after it was selected");
    rows.ended("X4", "FAILED", "eve", "s3://lz/sales/orders/csv/ could not be listed: SlowDown");

    var start = "[sales/orders] Reload failed: ";
    assertThat(compose("MX1").subject())
        .startsWith(start + "part-0.csv could not be copied: AccessDenied");
    assertThat(compose("MX1").text()).contains("Reason:     " + copied + "\n");
    assertThat(compose("MX2").subject())
        .isEqualTo(start + "part-0.csv could not be read: SlowDown (503)");
    assertThat(compose("MX3").subject())
        .isEqualTo(start + "part-0.csv vanished after it was selected");
    assertThat(compose("MX4").subject()).isEqualTo(start + "csv/ could not be listed: SlowDown");
  }

  @Test
  void everySubjectIsShortHoweverLongTheNameIs() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "COMPLETED", "eve", null);
    rows.ended("X2", "FAILED", "eve", "no data files: there is nothing to load");
    rows.ended("X3", "REJECTED", "eve", "execution X1 is running");
    rows.ended("X4", "FAILED", "eve", "x");
    rows.problem("sales/orders/a", "hidden", 1);
    var outbox = new Outbox(jdbi.onDemand(OutboxSql.class), Duration.ZERO);
    outbox.announceProblems(outbox.dueProblems());
    var mails = rows.texts("SELECT id FROM mail");
    assertThat(mails).hasSize(5);
    for (var domain : List.of("aa", "a".repeat(120))) {
      for (var length = 20; length <= 120; length += length < 60 ? 1 : 20) {
        rows.execute("UPDATE dataset SET domain = ?, name = ?", domain, "b".repeat(length));
        var name = "[" + domain + "/" + "b".repeat(length) + "] ";
        for (var mail : mails) {
          var subject = compose(mail).subject();
          assertThat(subject).hasSizeLessThan(80).startsWith("[a").contains("/b", "] ");
          var event = subject.substring(subject.indexOf("] ") + 2);
          var reason = event.indexOf(": ") + 2;
          var least = event.startsWith("Reload completed") || reason == 1 ? event.length() : reason;
          // The name is cut only where it leaves no room for one letter of the reason.
          assertThat(subject.startsWith(name))
              .as(subject)
              .isEqualTo(name.length() + least + (least == event.length() ? 0 : 1) <= 79);
        }
      }
    }
  }

  @Test
  void cutsBothPartsOfANameThatLeavesNoRoom() {
    rows.dataset("ann@example.org");
    rows.execute("UPDATE dataset SET domain = ?, name = ?", "d".repeat(120), "o".repeat(120));
    rows.ended("X1", "FAILED", "eve", "no data files: there is nothing to load");
    rows.ended("X2", "COMPLETED", "eve", null);

    assertThat(compose("MX1").subject())
        .isEqualTo(
            "[%s…/%s…] Reload failed: no data files: ther…"
                .formatted("d".repeat(19), "o".repeat(19)));
    assertThat(compose("MX2").subject())
        .isEqualTo("[%s…/%s…] Reload completed: 2 files".formatted("d".repeat(24), "o".repeat(24)));
    rows.execute("UPDATE dataset SET domain = 'sales'");
    assertThat(compose("MX1").subject()).startsWith("[sales/" + "o".repeat(30));
  }

  @Test
  void saysOneOfOne() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "COMPLETED", "eve", null);
    rows.execute("UPDATE execution SET files_planned = 1, not_removed = 1, refused = 'No right'");
    rows.live("X1", 4);
    rows.problem("sales/orders/a", "hidden", 1);
    var outbox = new Outbox(jdbi.onDemand(OutboxSql.class), Duration.ZERO);
    outbox.announceProblems(outbox.dueProblems());
    var problems = rows.texts("SELECT id FROM mail WHERE kind = 'landing'").get(0);

    assertThat(compose("MX1").text())
        .contains("the 1 file of this execution")
        .contains("1 object stays, since")
        .contains("Note:       No right\n");
    assertThat(compose(problems).subject())
        .isEqualTo("[sales/orders] 1 object landed that cannot be loaded");
    assertThat(compose(problems).text()).contains("This object stays in the landing zone");
  }

  @Test
  void showsTheNoteOfThePlanAndWhatTheStoreRefusesToDelete() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "COMPLETED", "eve", null);
    rows.execute("UPDATE execution SET note = 'One is hidden', refused = 'No right'");

    assertThat(compose("MX1").text()).contains("Note:       One is hidden. No right\n");
  }

  @Test
  void linksNowhereWithoutAPublicUrl() {
    rows.dataset("ann@example.org");
    rows.ended("X1", "COMPLETED", "eve", null);

    var mails = new StatusMails(UserAddresses.none(), "");

    var mail = mails.compose(StatusRows.read(jdbi, "MX1"));
    assertThat(mail.messageId()).isEqualTo("<X1.completed@data-reload>");
    assertThat(mail.html()).doesNotContain("<a ");
  }

  private StatusMail compose(String mail) {
    UserAddresses users =
        user -> user.equals("bob") ? Optional.of("bob@example.org") : Optional.empty();
    return new StatusMails(users, "https://reload.example.org/")
        .compose(StatusRows.read(jdbi, mail));
  }
}
