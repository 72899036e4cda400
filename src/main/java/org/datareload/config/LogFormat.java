package org.datareload.config;

import java.util.Set;
import org.apache.logging.log4j.core.config.Configurator;

/** The format of the log: text, or JSON with one object a line. */
final class LogFormat {
  static final String PROPERTY = "reload.log.format";
  private static final Set<String> FORMATS = Set.of("text", "json");

  private LogFormat() {}

  static String of(SettingsReader properties) {
    var format = properties.text(PROPERTY, "text");
    if (!FORMATS.contains(format)) {
      throw new SettingsException(PROPERTY, "must be text or json, not " + format);
    }
    return format;
  }

  /** Switches the log to this format. */
  static void use(String format) {
    if (!format.equals(System.getProperty(PROPERTY, "text"))) {
      System.setProperty(PROPERTY, format);
      Configurator.reconfigure();
    }
  }
}
