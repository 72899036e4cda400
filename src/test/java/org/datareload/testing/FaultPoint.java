package org.datareload.testing;

import java.util.concurrent.CompletableFuture;

/**
 * Stands where a process meets its store and its database, whose writes are all that a process
 * leaves behind. Each future lets the process go on when it completes, and fails what the process
 * just does when it fails.
 */
public interface FaultPoint {
  CompletableFuture<Void> GO = CompletableFuture.completedFuture(null);

  /** Lets everything pass. */
  FaultPoint OPEN = new FaultPoint() {};

  /** Any call at all, the reading ones included. */
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

  /** A write to the store, or a commit, is about to be sent. */
  default CompletableFuture<Void> before(String write) {
    return GO;
  }

  /** Whether a request is sent again after it took effect, as where its answer was lost. */
  default boolean doubles(String write) {
    return false;
  }

  /** The write took effect; its answer is on the way back. */
  default CompletableFuture<Void> after(String write) {
    return GO;
  }
}
