package org.datareload.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a mail does not depend on the database. */
final class StatusMailsTest extends DatabaseContract {
  private Rows rows;

  StatusMailsTest() {
    super(TestDatabases::h2);
  }

  @BeforeEach
  void openRows() {
    rows = new Rows(jdbi);
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
        .hasSize(200);
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

  private StatusMail compose(String letter) {
    UserAddresses users =
        user -> user.equals("bob") ? Optional.of("bob@example.org") : Optional.empty();
    var mails = new StatusMails(users, "");
    return mails.compose(StatusRows.read(jdbi, letter));
  }
}
