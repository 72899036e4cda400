package org.datareload.testing;

import java.util.concurrent.CompletableFuture;

/** An edge that passes everything on to another one, of which heirs change a part. */
public abstract class PassingFaultPoint implements FaultPoint {
  /** The edge that is asked, each time anew. */
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
