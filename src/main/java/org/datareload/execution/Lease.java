package org.datareload.execution;

import java.time.Duration;

/**
 * The right of this process to drive one execution. The database decides who holds it; the deadline
 * kept here stops a process that was paused before it writes to the store again.
 */
public final class Lease {
  /** What stops an execution, such as an unavailable store, seldom passes at once. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final String executionId;
  private final long fence;
  private final long safeNanos;
  private volatile long renewedAt;
  private volatile String lost;
  private volatile Duration pause = PAUSE;

  Lease(String executionId, long fence, Duration length, long sentAt) {
    this.executionId = executionId;
    this.fence = fence;
    this.safeNanos = length.toNanos() / 3 * 2;
    this.renewedAt = sentAt;
  }

  /** Fails once two thirds of the lease have passed without a heartbeat. */
  public void check() {
    if (lost != null) {
      throw new ExecutionLostException(lost);
    }
    if (System.nanoTime() - renewedAt > safeNanos) {
      throw new ExecutionLostException(
          "execution "
              + executionId
              + ": no heartbeat was recorded in time; another process may"
              + " have claimed it");
    }
  }

  void pauseFor(Duration time) {
    pause = time;
  }

  Duration pause() {
    return pause;
  }

  String executionId() {
    return executionId;
  }

  long fence() {
    return fence;
  }

  /** Records the heartbeat that was sent at this {@link System#nanoTime()}. */
  void renewed(long sentAt) {
    renewedAt = sentAt;
  }

  void lose(String why) {
    lost = why;
  }
}
