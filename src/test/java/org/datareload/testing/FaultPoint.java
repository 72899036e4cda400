package org.datareload.testing;

import java.util.concurrent.CompletableFuture;

/**
 * Sits between a process and its store and database, whose writes are all that a process leaves
 * behind. A call waits for the returned future: it goes on when the future completes and fails when
 * the future fails.
 */
public interface FaultPoint {
  CompletableFuture<Void> GO = CompletableFuture.completedFuture(null);

  /** Lets everything pass. */
  FaultPoint OPEN = new FaultPoint() {};

  /** Any call, reads included. */
  default CompletableFuture<Void> touch() {
    return GO;
  }

  /** A transaction is about to begin. */
  default CompletableFuture<Void> begin() {
    return GO;
  }

  /** A statement is about to be sent. */
  default CompletableFuture<Void> statement() {
    return GO;
  }

  /**
   * A write is about to be sent.
   *
   * @param write S3's name of the request, "COMMIT", or "UPDATE" for a statement that commits
   *     itself
   */
  default CompletableFuture<Void> before(String write) {
    return GO;
  }

  /** Whether the store gets the request twice, as after a lost response. */
  default boolean doubles(String write) {
    return false;
  }

  /** The write took effect; its response is on the way back. */
  default CompletableFuture<Void> after(String write) {
    return GO;
  }
}
