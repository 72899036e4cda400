package org.datareload.page;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds threads of the store until the test opens it. */
final class Gate {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** Blocks the calling thread until the gate is open. */
  void hold() {
    reached.countDown();
    await(opened);
  }

  /** Waits until a thread is held. */
  void awaitHeld() {
    await(reached);
  }

  void open() {
    opened.countDown();
  }

  /** Waits for the latch; fails when it takes so long that something must hang. */
  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(Chromium.HANG.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("Nothing happened for " + Chromium.HANG);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
