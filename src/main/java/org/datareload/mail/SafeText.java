package org.datareload.mail;

/** Text of strangers, made fit to be read: on one line, and in the order in which it is stored. */
final class SafeText {
  private SafeText() {}

  /** Shows characters that are not seen (controls, direction marks, halves) as {@code \\uXXXX}. */
  static String of(String text) {
    return cut(text, Integer.MAX_VALUE);
  }

  /** The same, at most {@code limit} characters long and ending in … where something is missing. */
  static String cut(String text, int limit) {
    var out = new StringBuilder();
    int room = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      out.append(isSeen(point) ? Character.toString(point) : escaped(point));
      if (out.length() > limit) {
        return out.substring(0, room) + "…";
      }
      if (out.length() < limit) {
        room = out.length();
      }
      i += Character.charCount(point);
    }
    return out.toString();
  }

  private static boolean isSeen(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String escaped(int point) {
    var out = new StringBuilder();
    for (char half : Character.toChars(point)) {
      out.append(String.format("\\u%04X", (int) half));
    }
    return out.toString();
  }
}
