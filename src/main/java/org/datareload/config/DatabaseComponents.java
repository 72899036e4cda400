package org.datareload.config;

import javax.sql.DataSource;
import org.apache.camel.BindToRegistry;
import org.datareload.server.Readiness;
import org.jdbi.v3.core.Jdbi;

/**
 * The database: for the statements, and for the queries that routes read mails and reports with.
 */
public final class DatabaseComponents {
  final Jdbi jdbi;

  /** Only reads. */
  @BindToRegistry public final DataSource reports;

  @BindToRegistry public final Runnable databaseCompaction;

  /**
   * @param reports a pool whose connections only read and do not commit by themselves
   */
  DatabaseComponents(Jdbi jdbi, DataSource reports) {
    this.jdbi = jdbi;
    this.reports = reports;
    this.databaseCompaction = Databases.compaction(jdbi);
  }

  static Readiness readiness(DataSource pool) {
    return new Readiness(
        "database",
        () -> {
          try (var connection = pool.getConnection();
              var statement = connection.createStatement()) {
            statement.setQueryTimeout(2);
            statement.execute("SELECT id FROM dataset FETCH FIRST 1 ROW ONLY");
          }
        });
  }
}
