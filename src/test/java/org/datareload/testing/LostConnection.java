package org.datareload.testing;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Breaks the database connection once: at a statement, before a commit or after it. */
public final class LostConnection implements FaultPoint {
  private final int at;
  private final AtomicInteger instants = new AtomicInteger();
  private volatile String place;

  /**
   * @param at the number of the instant, from 1
   */
  public LostConnection(int at) {
    this.at = at;
  }

  /** Where the connection broke, or null if it did not. */
  public String place() {
    return place;
  }

  @Override
  public CompletableFuture<Void> statement() {
    return instant("at a statement");
  }

  @Override
  public CompletableFuture<Void> before(String write) {
    return write.equals("COMMIT") ? instant("before COMMIT") : GO;
  }

  @Override
  public CompletableFuture<Void> after(String write) {
    return write.equals("COMMIT") || write.equals("UPDATE") ? instant("after " + write) : GO;
  }

  private CompletableFuture<Void> instant(String where) {
    if (instants.incrementAndGet() != at) {
      return GO;
    }
    place = at + " " + where;
    return CompletableFuture.failedFuture(new SQLException("connection lost " + place, "08006"));
  }
}
