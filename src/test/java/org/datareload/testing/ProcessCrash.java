package org.datareload.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Crashes a process just before or just after one of its writes takes effect. */
public final class ProcessCrash implements FaultPoint {
  private final int at;
  private final AtomicInteger instants = new AtomicInteger();
  private volatile String place;

  /**
   * @param at the number of the instant, from 1; each write has two
   */
  public ProcessCrash(int at) {
    this.at = at;
  }

  /** Where the process crashed, or null if it did not. */
  public String place() {
    return place;
  }

  @Override
  public CompletableFuture<Void> at(Moment moment, String write) {
    var counts = moment == Moment.BEFORE || moment == Moment.AFTER;
    if (counts && instants.incrementAndGet() == at) {
      place = at + ", " + moment + " " + write;
    }
    return place == null || moment == Moment.STATEMENT
        ? GO
        : CompletableFuture.failedFuture(new Crashed(place));
  }

  private static final class Crashed extends Error {
    Crashed(String place) {
      super(place, null, false, false);
    }
  }
}
