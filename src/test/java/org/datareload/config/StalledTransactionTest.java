package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.datareload.dataset.ErrorSql;
import org.datareload.testing.TestDatabases;
import org.junit.jupiter.api.Test;

/** A process that is suspended in the middle of a transaction, on PostgreSQL. */
class StalledTransactionTest {
  private static final String TOUCH = "UPDATE dataset SET description = 'x'";

  @Test
  void doesNotBlockOthersForEver() throws Exception {
    try (var database = TestDatabases.postgres();
        var stalled = database.pool().getConnection()) {
      try (var statement = stalled.createStatement()) {
        var limit = statement.executeQuery("SHOW idle_in_transaction_session_timeout");
        limit.next();
        assertThat(limit.getString(1)).isEqualTo("15s");
        statement.execute("SET idle_in_transaction_session_timeout = '200ms'");
      }
      database.jdbi().useHandle(h -> h.execute(INSERT));
      stalled.setAutoCommit(false);
      try (var statement = stalled.createStatement()) {
        statement.execute(TOUCH);

        assertThat(database.jdbi().<Integer, RuntimeException>withHandle(h -> h.execute(TOUCH)))
            .isEqualTo(1);

        var failure = catchThrowable(() -> statement.execute(TOUCH));
        assertThat(ErrorSql.isTransient(failure)).as("%s", failure).isTrue();
      }
    }
  }

  private static final String INSERT =
      "INSERT INTO dataset (id, domain, name, folded_name, file_type, description, notify)"
          + " VALUES ('1', 'sales', 'orders', 'sales/orders', 'csv', '', '')";
}
