package org.datareload.execution;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

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

  /**
   * Held while a heartbeat is written. H2 lets a transaction that waits for the execution's row
   * starve beside others that follow each other closely, such as those of a large plan.
   */
  private final ReentrantLock heartbeat = new ReentrantLock(true);

  private volatile long renewedAt;
  private volatile String lost;
  private volatile Duration pause = PAUSE;

  Lease(String executionId, long fence, Duration length, long sentAt) {
    this.executionId = executionId;
    this.fence = fence;
    this.safeNanos = length.toNanos() / 3 * 2;
    this.renewedAt = sentAt;
  }

  /**
   * For the run's thread, between two transactions: lets a heartbeat go first that waits for the
   * execution's row, and fails as {@link #requireHeld} does.
   */
  public void check() {
    heartbeat.lock();
    heartbeat.unlock();
    requireHeld();
  }

  /** Fails once two thirds of the lease have passed without a heartbeat. Never waits. */
  void requireHeld() {
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

  /** Writes a heartbeat, which the run's thread waits for at its next check. */
  void beat(Runnable write) {
    heartbeat.lock();
    try {
      write.run();
    } finally {
      heartbeat.unlock();
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
