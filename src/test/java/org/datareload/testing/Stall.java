package org.datareload.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Suspends a process once, just before or just after one of its writes. On waking, the process
 * carries out what it had decided before. A transaction is suspended before its first statement.
 */
public final class Stall implements FaultPoint {
  private final Predicate<List<String>> here;
  private final List<String> trail = new ArrayList<>();
  private final CompletableFuture<String> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> woken = new CompletableFuture<>();

  /**
   * @param at the number of the instant, from 1
   */
  public Stall(int at) {
    this(trail -> trail.size() == at);
  }

  /**
   * @param here decides by all instants so far, such as "begin", "before CopyObject" and "after
   *     COMMIT", whether to suspend at the last of them
   */
  public Stall(Predicate<List<String>> here) {
    this.here = here;
  }

  /** Completes with the place once the process is suspended. */
  public CompletableFuture<String> reached() {
    return reached;
  }

  public void wake() {
    woken.complete(null);
  }

  @Override
  public CompletableFuture<Void> at(Moment moment, String write) {
    return switch (moment) {
      case BEGIN -> instant("begin");
      case BEFORE -> write.equals("COMMIT") ? GO : instant("before " + write);
      case AFTER -> instant("after " + write);
      default -> GO;
    };
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
