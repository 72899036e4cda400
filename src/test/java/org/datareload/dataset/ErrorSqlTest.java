package org.datareload.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorSqlTest {
  @ParameterizedTest
  @CsvSource({
    "08006, true, true",
    "57P01, true, true",
    "HY000, true, true",
    "90028, true, true",
    "90098, true, true",
    "90121, true, true",
    "53300, true, true",
    "90007, false, true",
    "53100, true, false",
    "40001, true, false",
    "25P03, true, false",
    "55P03, true, false",
    "HYT00, true, false",
    "23505, false, false",
    "42601, false, false",
    ", false, false"
  })
  void readsTheStateOfAWrappedFailure(String state, boolean isTransient, boolean isUnavailable) {
    var failure = new IllegalStateException(new SQLException("failed", state));

    assertThat(ErrorSql.isTransient(failure)).isEqualTo(isTransient);
    assertThat(ErrorSql.isUnavailable(failure)).isEqualTo(isUnavailable);
    assertThat(ErrorSql.isDuplicate(failure)).isEqualTo("23505".equals(state));
  }

  @Test
  void recognisesAConnectionThatThePoolClosed() {
    var failure = new SQLException("Connection is closed");

    assertThat(ErrorSql.isTransient(failure)).isTrue();
    assertThat(ErrorSql.isUnavailable(failure)).isTrue();
  }

  @Test
  void recognisesAPoolThatHasNoConnection() {
    var failure = new ConnectionException(new SQLTransientConnectionException("timed out"));

    assertThat(ErrorSql.isTransient(failure)).isTrue();
    assertThat(ErrorSql.isUnavailable(failure)).isTrue();
  }

  @Test
  void seesNothingInOtherFailures() {
    var failure = new IllegalStateException("Connection is closed");

    assertThat(ErrorSql.isTransient(failure)).isFalse();
    assertThat(ErrorSql.isUnavailable(failure)).isFalse();
    assertThat(ErrorSql.isDuplicate(failure)).isFalse();
  }
}
