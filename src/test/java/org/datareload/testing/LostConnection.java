package org.datareload.testing;

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
  public CompletableFuture<Void> at(Moment moment, String write) {
    var concerned =
        switch (moment) {
          case STATEMENT -> true;
          case BEFORE -> write.equals("COMMIT");
          case AFTER -> FaultPoint.isCommit(write);
          default -> false;
        };
    if (!concerned || instants.incrementAndGet() != at) {
      return GO;
    }
    place = at + ", " + moment + " " + write;
    return FaultPoint.connectionLost(place);
  }
}
