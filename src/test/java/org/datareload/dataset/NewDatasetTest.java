package org.datareload.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewDatasetTest {
  @Test
  void namesEveryBadField() {
    var wish = new NewDataset("a", null, "c/v", "append", "x".repeat(2001), List.of(), false);

    assertThat(wish.errors())
        .extracting(FieldError::field)
        .containsExactly("domain", "name", "fileType", "updateMethod", "description", "notify");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_trash", "_TRASH"})
  void refusesTheDomainBelowWhichReplacedContentStands(String domain) {
    var people = List.of("ann@example.org");
    var wish = new NewDataset(domain, "sales", "csv", "reload", "", people, false);

    assertThat(wish.errors()).extracting(FieldError::field).containsExactly("domain");
  }

  @Test
  void takesAGoodWish() {
    var people = Collections.nCopies(20, "first.o'last+tag@mail.example.org");

    assertThat(withPeople(people).errors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ann",
        "@example.org",
        "ann@",
        "ann@example.org\r\nBcc: eve@example.org",
        "ann@example.org,eve@example.org",
        "Ann <ann@example.org>",
        "ann@exa mple.org",
        "ann@example.org\n",
        "ann@-example.org"
      })
  void refusesWhatIsNoMailAddress(String address) {
    assertThat(withPeople(List.of(address)).errors())
        .extracting(FieldError::field)
        .containsExactly("notify");
  }

  @Test
  void refusesTooManyAndTooLongAddresses() {
    assertThat(withPeople(Collections.nCopies(21, "ann@example.org")).errors()).hasSize(1);
    assertThat(withPeople(List.of("ann@" + "e".repeat(251))).errors()).hasSize(1);
    assertThat(withPeople(Collections.singletonList(null)).errors()).hasSize(1);
    assertThat(withPeople(null).errors()).hasSize(1);
  }

  private static NewDataset withPeople(List<String> people) {
    return new NewDataset("sales", "orders", "csv", "reload", "", people, false);
  }
}
