package org.datareload.testing;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * Sits between a process and its store and database, whose writes are all that a process leaves
 * behind. A call waits for the returned future: it goes on when the future completes and fails when
 * the future fails.
 */
@FunctionalInterface
public interface FaultPoint {
  /** When the process passes the fault point. */
  enum Moment {
    /** Any call, reads included. */
    CALL,
    /** A transaction is about to begin. */
    BEGIN,
    /** A statement is about to be sent. */
    STATEMENT,
    /** A write is about to be sent. */
    BEFORE,
    /** A write took effect; its response is on the way back. */
    AFTER
  }

  CompletableFuture<Void> GO = CompletableFuture.completedFuture(null);

  /** Lets everything pass. */
  FaultPoint OPEN = (moment, write) -> GO;

  /**
   * @param write S3's name of a write, "COMMIT", "UPDATE" for a statement that commits itself, or
   *     ""
   */
  CompletableFuture<Void> at(Moment moment, String write);

  /** Whether the store gets the request twice, as after a lost response. */
  default boolean doubles(String write) {
    return false;
  }

  default CompletableFuture<Void> touch() {
    return at(Moment.CALL, "");
  }

  default CompletableFuture<Void> before(String write) {
    return at(Moment.BEFORE, write);
  }

  default CompletableFuture<Void> after(String write) {
    return at(Moment.AFTER, write);
  }

  /** Whether a write is one to the database. */
  static boolean isCommit(String write) {
    return write.equals("COMMIT") || write.equals("UPDATE");
  }

  /** The failure of a lost database connection. */
  static CompletableFuture<Void> connectionLost(String where) {
    return CompletableFuture.failedFuture(new SQLException("connection lost " + where, "08006"));
  }
}
