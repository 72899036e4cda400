package org.datareload.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private final Lease lease = new Lease("E1", 1, Duration.ofMinutes(1), System.nanoTime());

  @Test
  void letsAHeartbeatGoFirst() throws Exception {
    var begun = new CountDownLatch(1);
    var written = new CountDownLatch(1);
    var beating =
        CompletableFuture.runAsync(
            () ->
                lease.beat(
                    () -> {
                      begun.countDown();
                      awaitQuietly(written);
                    }));
    begun.await();

    var checking = new Thread(lease::check);
    checking.start();
    while (checking.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    // A request does not wait.
    lease.requireHeld();

    written.countDown();
    beating.get(1, TimeUnit.MINUTES);
    checking.join(Duration.ofMinutes(1).toMillis());
    assertThat(checking.isAlive()).isFalse();
  }

  @Test
  void failsOnceItIsLost() {
    lease.check();

    lease.lose("another process has it");

    assertThatThrownBy(lease::check).hasMessage("another process has it");
    assertThatThrownBy(lease::requireHeld).isInstanceOf(ExecutionLostException.class);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
