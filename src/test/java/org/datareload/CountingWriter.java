package org.datareload;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** Commits one number after the other, and prints each once it is committed, until it is killed. */
public final class CountingWriter {
  private CountingWriter() {}

  /** The address of the database that is shipped, as the program opens it. */
  static String shippedUrl() {
    var needed = Map.of("reload.lz.bucket", "landing", "reload.dlz.bucket", "lake");
    return Main.settings(Path.of("no.properties"), needed).database().url();
  }

  /**
   * @param arguments the address of the database
   */
  public static void main(String[] arguments) throws SQLException {
    try (var connection = DriverManager.getConnection(arguments[0], "reload", "");
        var create = connection.createStatement()) {
      create.execute("CREATE TABLE IF NOT EXISTS number (n INTEGER PRIMARY KEY)");
      var next = connection.prepareStatement("INSERT INTO number SELECT COUNT(*) FROM number");
      for (var n = 0; ; n++) {
        next.execute();
        System.out.println(n);
      }
    }
  }
}
