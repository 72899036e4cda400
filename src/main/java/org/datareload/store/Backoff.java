package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Pauses between attempts that the client does not make by itself. */
final class Backoff {
  /**
   * Attempts while credentials are renewed, 8 seconds in all. The client signs all its own attempts
   * by the credentials that it found first; only a new call asks for them again.
   */
  static final int ATTEMPTS = 6;

  private static final long PAUSE_MILLIS = 250;

  private Backoff() {}

  /**
   * A pause, each twice as long as the one before.
   *
   * @param before how many pauses there were before this one
   */
  static CompletableFuture<Void> pause(int before) {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(PAUSE_MILLIS << before, TimeUnit.MILLISECONDS));
  }
}
