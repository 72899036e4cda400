package org.datareload.page;

import java.util.concurrent.CountDownLatch;

/** Lets a test hold the store's threads until it has seen what it wants to see. */
final class Gates {
  private Gates() {}

  static void hold(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
