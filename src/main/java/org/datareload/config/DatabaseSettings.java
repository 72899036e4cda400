package org.datareload.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the database settings and refuses URLs that would lose state. */
final class DatabaseSettings {
  private static final String URL = "reload.db.url";
  private static final Pattern WRITE_DELAY = Pattern.compile("(?i);\\s*WRITE_DELAY\\s*=([^;]*)");
  private static final Pattern IN_MEMORY =
      Pattern.compile("(?i)jdbc:h2:(mem:|(file:)?(nio)?mem(fs|lzf):)");

  private DatabaseSettings() {}

  static Settings.Database of(SettingsReader properties) {
    var url = properties.text(URL, "jdbc:h2:file:./data/reload");
    var user = properties.text("reload.db.user", "reload");
    var password = properties.text("reload.db.password", "");
    if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
      throw new SettingsException(URL, "must begin with jdbc:h2: or jdbc:postgresql:, not " + url);
    }
    if (url.startsWith("jdbc:h2:")) {
      refuseDataLoss(url);
      refuseSharing(url);
      url += WRITE_DELAY.matcher(url).find() ? "" : ";WRITE_DELAY=0";
      // H2 would close the database as soon as the process is told to stop, while it still writes.
      url += url.contains("DB_CLOSE_ON_EXIT=") ? "" : ";DB_CLOSE_ON_EXIT=FALSE";
      url += url.contains("LOCK_TIMEOUT=") ? "" : ";LOCK_TIMEOUT=10000";
    }
    return new Settings.Database(url, user, password);
  }

  /** A killed process must find every commit again that it has acted on. */
  private static void refuseDataLoss(String url) {
    if (IN_MEMORY.matcher(url).lookingAt()) {
      throw new SettingsException(
          URL, "must be an H2 file, such as jdbc:h2:file:./data/reload, not a database in memory");
    }
    if (WRITE_DELAY.matcher(url).results().anyMatch(delay -> !delay.group(1).equals("0"))) {
      throw new SettingsException(
          URL, "must not set WRITE_DELAY to anything but 0: a crash would lose commits");
    }
  }

  /** H2 can share a file between processes, but only one process is tested to be safe. */
  private static void refuseSharing(String url) {
    var shared = url.toLowerCase(Locale.ROOT);
    for (var word : List.of("jdbc:h2:tcp:", "jdbc:h2:ssl:", "auto_server=true", "file_lock=")) {
      if (shared.contains(word)) {
        throw new SettingsException(
            URL, "must not contain " + word + ": use PostgreSQL for several processes");
      }
    }
  }
}
