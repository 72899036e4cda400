package org.datareload.mail;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SafeTextTest {
  @Test
  void keepsWhatIsSeen() {
    assertThat(SafeText.of("naïve 数据 😀 <b>.csv")).isEqualTo("naïve 数据 😀 <b>.csv");
  }

  @Test
  void showsWhatIsNotSeen() {
    assertThat(SafeText.of("a\r\n\u202Eb\u2028\u0000\uD800\u200B"))
        .isEqualTo("a\\u000D\\u000A\\u202Eb\\u2028\\u0000\\uD800\\u200B");
  }

  @Test
  void cutsNoCharacterInHalf() {
    assertThat(SafeText.cut("ab😀cd", 6)).isEqualTo("ab😀cd");
    assertThat(SafeText.cut("ab😀cd", 4)).isEqualTo("ab…");
    assertThat(SafeText.cut("ab\rcd", 7)).isEqualTo("ab…");
  }

  @Property
  void isOneLineWithinItsLimit(
      @ForAll String text, @ForAll @IntRange(min = 1, max = 99) int limit) {
    assertThat(SafeText.cut(text, limit)).hasSizeLessThanOrEqualTo(limit).matches("\\P{Cntrl}*");
  }
}
