package org.datareload.dataset;

import static java.util.Objects.requireNonNull;

/**
 * An invalid field of a request, and what it must be.
 *
 * @param message the predicate of a sentence about the field, such as "must be a number"
 */
public record FieldError(String field, String message) {
  /** Errors that an answer has at most; nobody looks for more. */
  public static final int MAX = 50;

  public FieldError {
    requireNonNull(field, "field is null");
    requireNonNull(message, "message is null");
    if (message.isEmpty() || !message.equals(message.strip())) {
      throw new IllegalArgumentException("Not a predicate: \"" + message + "\"");
    }
  }

  /** For people: the last word of the field, and what is wrong with it. */
  public String sentence() {
    var word = field.substring(field.lastIndexOf('.') + 1).replaceFirst("\\[[0-9]+]$", "");
    var shown = word.matches("[\\w-]{1,80}") ? word : quoted(word);
    return shown + " " + message;
  }

  /** The sender chose the name of a field that is not known. */
  private static String quoted(String word) {
    var line = word.replaceAll("\\p{Cntrl}", " ");
    return "\"" + (line.length() <= 80 ? line : line.substring(0, 80) + "…") + "\"";
  }
}
