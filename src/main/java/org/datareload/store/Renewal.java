package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Waits while credentials are renewed. The client signs all its own attempts by the credentials
 * that it found first; only a new call asks for them again.
 */
final class Renewal {
  static final int ATTEMPTS = 6;
  private static final long PAUSE_MILLIS = 250;

  private Renewal() {}

  /**
   * A pause, each twice as long as the one before.
   *
   * @param attempts that are left, this one included
   */
  static CompletableFuture<Void> pause(int attempts) {
    long millis = PAUSE_MILLIS << (ATTEMPTS - attempts);
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
  }
}
