package org.datareload.proof.history;

import org.datareload.testing.FaultPoint;
import org.datareload.testing.PassingFaultPoint;

/** An edge that can be another one from each moment to the next, so that a process lives on. */
final class Switch extends PassingFaultPoint {
  private volatile FaultPoint edge = OPEN;

  void to(FaultPoint next) {
    edge = next;
  }

  @Override
  protected FaultPoint next() {
    return edge;
  }
}
