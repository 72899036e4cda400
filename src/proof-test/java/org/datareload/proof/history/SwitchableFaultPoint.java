package org.datareload.proof.history;

import org.datareload.testing.FaultPoint;
import org.datareload.testing.PassingFaultPoint;

/** A fault point that can be replaced while its process runs. */
final class SwitchableFaultPoint extends PassingFaultPoint {
  private volatile FaultPoint faults = OPEN;

  void to(FaultPoint next) {
    faults = next;
  }

  @Override
  protected FaultPoint next() {
    return faults;
  }
}
