package org.datareload.store;

/** What the XML of a request body can carry. */
final class XmlText {
  private XmlText() {}

  /** Whether XML 1.0 carries the key unchanged, so that it may be named in a request body. */
  static boolean carries(String key) {
    return key.codePoints()
        .noneMatch(
            c ->
                c < 0x20
                    || c >= 0x7f && c <= 0x9f
                    || c >= 0xd800 && c <= 0xdfff
                    || c == 0xfffe
                    || c == 0xffff);
  }
}
