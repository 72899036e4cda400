package org.datareload.mail;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class PrintableTest {
  @Test
  void keepsWhatIsSeen() {
    assertThat(Printable.of("naïve 数据 😀 <b>.csv")).isEqualTo("naïve 数据 😀 <b>.csv");
  }

  @Test
  void showsWhatIsNotSeen() {
    assertThat(Printable.of("a\r\n\u202Eb\u2028\u0000\uD800\u200B"))
        .isEqualTo("a\\u000D\\u000A\\u202Eb\\u2028\\u0000\\uD800\\u200B");
  }

  @Test
  void cutsNoCharacterInHalf() {
    assertThat(Printable.cut("ab😀cd", 6)).isEqualTo("ab😀cd");
    assertThat(Printable.cut("ab😀cd", 4)).isEqualTo("ab…");
    assertThat(Printable.cut("ab\rcd", 7)).isEqualTo("ab…");
  }

  @Property
  void isOneLineWithinItsLimit(
      @ForAll String text, @ForAll @IntRange(min = 1, max = 99) int limit) {
    assertThat(Printable.cut(text, limit)).hasSizeLessThanOrEqualTo(limit).matches("\\P{Cntrl}*");
  }
}
