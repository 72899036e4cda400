package org.datareload.testing;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Breaks the connection to the database once: at a statement, before a commit or behind one. */
public final class LostConnection implements FaultPoint {
  private final int at;
  private final AtomicInteger instants = new AtomicInteger();
  private volatile String place;

  /**
   * @param at the instant, counted from 1
   */
  public LostConnection(int at) {
    this.at = at;
  }

  /** Where it broke, or null. */
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
