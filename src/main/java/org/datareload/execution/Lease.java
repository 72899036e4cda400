package org.datareload.execution;

import java.time.Duration;

/**
 * The right of this process to drive one execution. The database decides who holds it; the deadline
 * kept here only makes a process that was held up stop before it writes to the store again.
 */
public final class Lease {
  private final String executionId;
  private final long fence;
  private final long safeNanos;
  private volatile long renewedAt;
  private volatile String lost;

  Lease(String executionId, long fence, Duration length, long sentAt) {
    this.executionId = executionId;
    this.fence = fence;
    this.safeNanos = length.toNanos() / 3 * 2;
    this.renewedAt = sentAt;
  }

  /** Refuses to go on once two thirds of the lease have passed without a heartbeat. */
  public void check() {
    if (lost != null) {
      throw new ExecutionLostException(lost);
    }
    if (System.nanoTime() - renewedAt > safeNanos) {
      throw new ExecutionLostException(
          "execution "
              + executionId
              + ": no heartbeat got through in time, another process may"
              + " have taken it over");
    }
  }

  String executionId() {
    return executionId;
  }

  long fence() {
    return fence;
  }

  /** The heartbeat that was sent at this {@link System#nanoTime()} was recorded. */
  void renewed(long sentAt) {
    renewedAt = sentAt;
  }

  void lose(String why) {
    lost = why;
  }
}
