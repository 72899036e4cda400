package org.datareload.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/**
 * The part of a listing in which some keys stand.
 *
 * @param prefix of all the keys, as far as XML carries it: some stores repeat it unencoded
 * @param startAfter a text directly before the first key, in the order of the UTF-8 bytes; null for
 *     the beginning
 */
record KeyRange(String prefix, String startAfter) {
  private static final Comparator<String> LISTING_ORDER =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  /**
   * @param keys at least one
   */
  static KeyRange of(Collection<String> keys) {
    var prefix = keys.stream().reduce(KeyRange::commonPrefix).orElseThrow();
    var first = keys.stream().min(LISTING_ORDER).orElseThrow();
    return new KeyRange(XmlSafeKeys.safePrefix(prefix), before(first));
  }

  private static String commonPrefix(String a, String b) {
    int end = 0;
    while (end < a.length() && end < b.length() && a.charAt(end) == b.charAt(end)) {
      end++;
    }
    return a.substring(0, end);
  }

  /** Few keys stand between the two: those that go on with a character beyond ASCII. */
  private static String before(String key) {
    var safe = XmlSafeKeys.safePrefix(key);
    var shorter = safe;
    if (safe.equals(key)) {
      shorter = key.substring(0, key.offsetByCodePoints(key.length(), -1));
      var previous = Character.toString(key.codePointBefore(key.length()) - 1);
      if (XmlSafeKeys.isSafe(previous)) {
        return shorter + previous + "~";
      }
    }
    return shorter.isEmpty() ? null : shorter;
  }
}
