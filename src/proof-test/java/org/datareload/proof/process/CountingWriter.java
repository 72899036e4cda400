package org.datareload.proof.process;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.datareload.config.ConfigBridge;
import org.jdbi.v3.core.Jdbi;

/** Commits one number after the other, and prints each once it is committed, until it is killed. */
public final class CountingWriter {
  /** Printed each time the file was tidied up. */
  static final String TIDIED = "tidied";

  private CountingWriter() {}

  /** The address of the database that is shipped, as the program opens it. */
  static String shippedUrl() {
    return ConfigBridge.databaseUrl(
        Map.of("reload.lz.bucket", "landing", "reload.dlz.bucket", "lake"));
  }

  /**
   * @param arguments the address of the database, and whether its file is tidied up all the while
   */
  public static void main(String[] arguments) throws SQLException {
    var url = arguments[0];
    try (var connection = DriverManager.getConnection(url, "reload", "");
        var create = connection.createStatement()) {
      create.execute("CREATE TABLE IF NOT EXISTS number (n INTEGER PRIMARY KEY)");
      create.execute("CREATE TABLE IF NOT EXISTS latest (n INTEGER)");
      create.execute("INSERT INTO latest VALUES (0)");
      if (arguments[1].equals("true")) {
        tidy(url);
      }
      var next = connection.prepareStatement("INSERT INTO number SELECT COUNT(*) FROM number");
      // What is rewritten leaves gaps in the file, for who tidies it up.
      var again = connection.prepareStatement("UPDATE latest SET n = n + 1");
      connection.setAutoCommit(false);
      for (var n = 0; ; n++) {
        next.execute();
        again.execute();
        connection.commit();
        System.out.println(n);
      }
    }
  }

  /** As the program does now and again, but without a pause. */
  private static void tidy(String url) {
    var upkeep = ConfigBridge.compaction(Jdbi.create(url, "reload", ""));
    new Thread(
            () -> {
              while (true) {
                upkeep.run();
                System.out.println(TIDIED);
              }
            },
            "upkeep")
        .start();
  }
}
