package org.datareload.config;

import java.util.Set;
import org.apache.logging.log4j.core.config.Configurator;

/** How the log is written: as lines for people, or as JSON for machines. */
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

  /** Writes in this format from now on. */
  static void use(String format) {
    if (!format.equals(System.getProperty(PROPERTY, "text"))) {
      System.setProperty(PROPERTY, format);
      Configurator.reconfigure();
    }
  }
}
