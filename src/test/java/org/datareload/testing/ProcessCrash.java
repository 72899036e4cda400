package org.datareload.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills a process just before, or just after, one of its writes takes effect. */
public final class ProcessCrash implements FaultPoint {
  private final int at;
  private final AtomicInteger instants = new AtomicInteger();
  private volatile String dead;

  /**
   * @param at the instant of death: each write has two, counted from 1
   */
  public ProcessCrash(int at) {
    this.at = at;
  }

  /** Where it died, or null. */
  public String place() {
    return dead;
  }

  @Override
  public CompletableFuture<Void> touch() {
    return dead == null ? GO : CompletableFuture.failedFuture(new ProcessDied(dead));
  }

  @Override
  public CompletableFuture<Void> begin() {
    return touch();
  }

  @Override
  public CompletableFuture<Void> before(String write) {
    return instant("before " + write);
  }

  @Override
  public CompletableFuture<Void> after(String write) {
    return instant("after " + write);
  }

  private CompletableFuture<Void> instant(String place) {
    if (instants.incrementAndGet() == at) {
      dead = at + " " + place;
    }
    return touch();
  }

  private static final class ProcessDied extends Error {
    ProcessDied(String place) {
      super(place, null, false, false);
    }
  }
}
