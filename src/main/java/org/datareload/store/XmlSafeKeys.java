package org.datareload.store;

/** What the XML of a request or an answer can carry. */
final class XmlSafeKeys {
  private XmlSafeKeys() {}

  /** Whether XML 1.0 carries the key unchanged, so that it may be named in a request body. */
  static boolean carries(String key) {
    return carried(key).equals(key);
  }

  /** The beginning of the key that XML 1.0 carries unchanged. */
  static String carried(String key) {
    return key.codePoints()
        .takeWhile(XmlSafeKeys::carries)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean carries(int c) {
    return c >= 0x20
        && (c < 0x7f || c > 0x9f)
        && (c < 0xd800 || c > 0xdfff)
        && c != 0xfffe
        && c != 0xffff;
  }
}
