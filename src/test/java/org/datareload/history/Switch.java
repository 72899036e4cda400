package org.datareload.history;

import org.datareload.Edge;
import org.datareload.PassingEdge;

/** An edge that can be another one from each moment to the next, so that a process lives on. */
final class Switch extends PassingEdge {
  private volatile Edge edge = OPEN;

  void to(Edge next) {
    edge = next;
  }

  @Override
  protected Edge next() {
    return edge;
  }
}
