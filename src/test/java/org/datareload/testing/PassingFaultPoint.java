package org.datareload.testing;

import java.util.concurrent.CompletableFuture;

/** Delegates to another fault point; subclasses override what differs. */
public abstract class PassingFaultPoint implements FaultPoint {
  /** The delegate, looked up at each call. */
  protected abstract FaultPoint next();

  @Override
  public CompletableFuture<Void> touch() {
    return next().touch();
  }

  @Override
  public CompletableFuture<Void> begin() {
    return next().begin();
  }

  @Override
  public CompletableFuture<Void> statement() {
    return next().statement();
  }

  @Override
  public CompletableFuture<Void> before(String write) {
    return next().before(write);
  }

  @Override
  public boolean doubles(String write) {
    return next().doubles(write);
  }

  @Override
  public CompletableFuture<Void> after(String write) {
    return next().after(write);
  }
}
