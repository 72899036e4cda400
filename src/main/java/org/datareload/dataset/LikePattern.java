package org.datareload.dataset;

/** Patterns for SQL {@code LIKE … ESCAPE '!'} that match a text literally. */
public final class LikePattern {
  private LikePattern() {}

  /** Matches whatever contains the text. */
  public static String contains(String text) {
    return "%" + escaped(text) + "%";
  }

  /** Matches whatever begins with the text. */
  public static String prefix(String text) {
    return escaped(text) + "%";
  }

  private static String escaped(String text) {
    return text.replaceAll("[!%_]", "!$0");
  }
}
