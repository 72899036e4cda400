package org.datareload.config;

/** A property is wrong or missing: the program says so in one line and does not start. */
public final class SettingsException extends RuntimeException {
  SettingsException(String property, String problem) {
    this(property + " " + problem);
  }

  /** The first line of what a failure says. */
  static String line(Throwable failed) {
    return String.valueOf(failed.getMessage()).lines().findFirst().orElse("").strip();
  }

  /** A whole line, which names the property. */
  SettingsException(String line) {
    super(line);
  }
}
