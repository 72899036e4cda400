package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRangeTest {
  @Test
  void startsDirectlyBeforeTheFirstKey() {
    assertThat(KeyRange.of(List.of("a/part-20", "a/part-11", "a/part-12")))
        .isEqualTo(new KeyRange("a/part-", "a/part-10~"));
    assertThat(KeyRange.of(List.of("a/ b", "a/ "))).isEqualTo(new KeyRange("a/ ", "a/"));
    assertThat(KeyRange.of(List.of(" "))).isEqualTo(new KeyRange(" ", null));
  }

  @Test
  void takesTheOrderOfListings() {
    // UTF-16, in which Java compares texts, has these the other way round.
    assertThat(KeyRange.of(List.of("\uD83D\uDE80", "\uFF21")))
        .isEqualTo(new KeyRange("", "\uFF20~"));
  }

  @Test
  void hasNoPartOfACharacter() {
    assertThat(KeyRange.of(List.of("a\uD83D\uDE80", "a\uD83D\uDE81")))
        .isEqualTo(new KeyRange("a", "a\uD83D\uDE7F~"));
  }

  @Test
  void hasOnlyWhatXmlCarries() {
    assertThat(KeyRange.of(List.of("a/\u0001b", "a/\u0001c"))).isEqualTo(new KeyRange("a/", "a/"));
    assertThat(KeyRange.of(List.of("\u0001"))).isEqualTo(new KeyRange("", null));
  }
}
