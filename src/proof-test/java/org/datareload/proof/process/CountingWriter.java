package org.datareload.proof.process;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.datareload.config.ConfigBridge;
import org.jdbi.v3.core.Jdbi;

/** Commits one number after another and prints each after its commit, until it is killed. */
public final class CountingWriter {
  /** Printed after each compaction of the file. */
  static final String COMPACTED = "compacted";

  private CountingWriter() {}

  /** The default JDBC URL of the program. */
  static String shippedUrl() {
    return ConfigBridge.databaseUrl(
        Map.of("reload.lz.bucket", "landing", "reload.dlz.bucket", "lake"));
  }

  /**
   * @param arguments the JDBC URL, and whether to compact the file continuously
   */
  public static void main(String[] arguments) throws SQLException {
    var url = arguments[0];
    try (var connection = DriverManager.getConnection(url, "reload", "");
        var create = connection.createStatement()) {
      create.execute("CREATE TABLE IF NOT EXISTS number (n INTEGER PRIMARY KEY)");
      create.execute("CREATE TABLE IF NOT EXISTS latest (n INTEGER)");
      create.execute("INSERT INTO latest VALUES (0)");
      if (arguments[1].equals("true")) {
        compact(url);
      }
      var next = connection.prepareStatement("INSERT INTO number SELECT COUNT(*) FROM number");
      // Rewriting leaves gaps in the file for the compaction.
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

  /** As the program does now and then, but without a pause. */
  private static void compact(String url) {
    var compaction = ConfigBridge.compaction(Jdbi.create(url, "reload", ""));
    new Thread(
            () -> {
              while (true) {
                compaction.run();
                System.out.println(COMPACTED);
              }
            },
            "compaction")
        .start();
  }
}
