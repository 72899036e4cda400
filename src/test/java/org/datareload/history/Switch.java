package org.datareload.history;

import java.util.concurrent.CompletableFuture;
import org.datareload.Edge;

/** An edge that can be another one from each moment to the next, so that a process lives on. */
final class Switch implements Edge {
  private volatile Edge edge = OPEN;

  void to(Edge next) {
    edge = next;
  }

  @Override
  public CompletableFuture<Void> touch() {
    return edge.touch();
  }

  @Override
  public CompletableFuture<Void> begin() {
    return edge.begin();
  }

  @Override
  public CompletableFuture<Void> statement() {
    return edge.statement();
  }

  @Override
  public CompletableFuture<Void> before(String write) {
    return edge.before(write);
  }

  @Override
  public boolean doubles(String write) {
    return edge.doubles(write);
  }

  @Override
  public CompletableFuture<Void> after(String write) {
    return edge.after(write);
  }
}
