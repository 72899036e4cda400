package org.datareload.dataset;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;

/** What a database failure means, by its SQLSTATE. Failures may be wrapped in others. */
public final class ErrorSql {
  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * Beginnings of SQLSTATE: connection lost, server shutting down; of H2 also a file that could not
   * be written, and the database that closed itself for it.
   */
  private static final Set<String> CONNECTION_LOST =
      Set.of("08", "57P", "HY000", "90028", "90031", "90067", "90098", "90121");

  /** Idle too long in a transaction, rolled back, out of resources, locked, timed out. */
  private static final Set<String> STATEMENT_FAILED = Set.of("25P03", "40", "53", "55P03", "HYT");

  /** Too many connections; of H2, the connection or statement was closed. */
  private static final Set<String> NO_CONNECTION = Set.of("53300", "90007");

  private ErrorSql() {}

  /** Whether the statement violated a unique key or a primary key. */
  public static boolean isDuplicate(Throwable failure) {
    var sql = firstSqlException(failure);
    return sql != null && UNIQUE_VIOLATION.equals(sql.getSQLState());
  }

  /** Whether the same transaction may succeed when it is run again later. */
  public static boolean isTransient(Throwable failure) {
    var sql = firstSqlException(failure);
    return sql instanceof SQLTransientException
        || sql != null
            && (isClosedByPool(sql)
                || hasState(sql, CONNECTION_LOST)
                || hasState(sql, STATEMENT_FAILED));
  }

  /** Whether the database cannot be reached now. */
  public static boolean isUnavailable(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectionException
          || cause instanceof SQLException sql
              && (isClosedByPool(sql)
                  || hasState(sql, CONNECTION_LOST)
                  || hasState(sql, NO_CONNECTION))) {
        return true;
      }
    }
    return false;
  }

  private static SQLException firstSqlException(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  /** The pool closes a connection after a fatal error; later calls on it fail without SQLSTATE. */
  private static boolean isClosedByPool(SQLException failure) {
    return failure.getSQLState() == null && "Connection is closed".equals(failure.getMessage());
  }

  private static boolean hasState(SQLException failure, Set<String> beginnings) {
    var state = failure.getSQLState();
    return state != null && beginnings.stream().anyMatch(state::startsWith);
  }
}
