package org.datareload.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Holds a process up just before, or just after, one of its writes: what it had decided to do, it
 * does when it wakes. A transaction is held up before its first statement.
 */
public final class Stall implements FaultPoint {
  private final Predicate<List<String>> here;
  private final List<String> trail = new ArrayList<>();
  private final CompletableFuture<String> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> woken = new CompletableFuture<>();

  /**
   * @param at the instant of the stall, counted from 1
   */
  public Stall(int at) {
    this(trail -> trail.size() == at);
  }

  /**
   * @param here tells by all instants up to now, such as "begin", "before CopyObject" and "after
   *     COMMIT", whether to stall at the last of them; it stalls once
   */
  public Stall(Predicate<List<String>> here) {
    this.here = here;
  }

  /** Completes with the place where the process stalls. */
  public CompletableFuture<String> reached() {
    return reached;
  }

  public void wake() {
    woken.complete(null);
  }

  @Override
  public CompletableFuture<Void> begin() {
    return instant("begin");
  }

  @Override
  public CompletableFuture<Void> before(String write) {
    return write.equals("COMMIT") ? GO : instant("before " + write);
  }

  @Override
  public CompletableFuture<Void> after(String write) {
    return instant("after " + write);
  }

  private CompletableFuture<Void> instant(String place) {
    synchronized (trail) {
      trail.add(place);
      if (reached.isDone() || !here.test(trail)) {
        return GO;
      }
      reached.complete(trail.size() + " " + place);
    }
    return woken;
  }
}
