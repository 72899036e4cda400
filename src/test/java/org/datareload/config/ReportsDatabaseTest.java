package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.function.Supplier;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/** The connections of mails and reports read everything and write nothing. */
final class ReportsDatabaseTest extends DatabaseContract {
  ReportsDatabaseTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void readsButDoesNotWrite() throws Exception {
    var pool = database.pool();
    var settings = new Settings.Database(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
    try (var reports = Databases.openReports(settings, pool);
        var connection = reports.getConnection();
        var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery("SELECT COUNT(*) FROM execution")) {
        assertThat(rows.next()).isTrue();
      }
      for (var write :
          new String[] {
            "UPDATE execution SET status = 'COMPLETED'", "DELETE FROM mail", "DROP TABLE audit"
          }) {
        assertThatThrownBy(() -> statement.execute(write))
            .as(write)
            .isInstanceOf(SQLException.class);
        connection.rollback();
      }
    }
  }
}
