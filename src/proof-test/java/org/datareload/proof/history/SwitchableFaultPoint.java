package org.datareload.proof.history;

import java.util.concurrent.CompletableFuture;
import org.datareload.testing.FaultPoint;

/** A fault point that can be replaced while its process runs. */
final class SwitchableFaultPoint implements FaultPoint {
  private volatile FaultPoint current = OPEN;

  void to(FaultPoint next) {
    current = next;
  }

  @Override
  public CompletableFuture<Void> at(Moment moment, String write) {
    return current.at(moment, write);
  }

  @Override
  public boolean doubles(String write) {
    return current.doubles(write);
  }
}
