package org.datareload.store;

/** Keys, or their beginnings, that XML 1.0 carries unchanged in a request body or a response. */
public final class XmlSafeKeys {
  private XmlSafeKeys() {}

  public static boolean isSafe(String key) {
    return safePrefix(key).equals(key);
  }

  /** The longest beginning of the key that is safe. */
  static String safePrefix(String key) {
    return key.codePoints()
        .takeWhile(XmlSafeKeys::isSafe)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isSafe(int c) {
    return c >= 0x20
        && (c < 0x7f || c > 0x9f)
        && (c < 0xd800 || c > 0xdfff)
        && c != 0xfffe
        && c != 0xffff;
  }
}
