package org.datareload.proof.history;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.datareload.testing.FaultPoint;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Makes random writes fail before or after they take effect. */
final class RandomFailures implements FaultPoint {
  private final Random random;
  private final int percent;

  RandomFailures(long seed, int percent) {
    this.random = new Random(seed);
    this.percent = percent;
  }

  @Override
  public CompletableFuture<Void> before(String write) {
    return isHit() ? lost(write, "before") : GO;
  }

  @Override
  public CompletableFuture<Void> after(String write) {
    return isHit() ? lost(write, "after") : GO;
  }

  private static CompletableFuture<Void> lost(String write, String when) {
    var text = "connection lost " + when + " " + write;
    return CompletableFuture.failedFuture(
        write.equals("COMMIT") || write.equals("UPDATE")
            ? new SQLException(text, "08006")
            : SdkClientException.create(text, new IOException(text)));
  }

  private synchronized boolean isHit() {
    return random.nextInt(200) < percent;
  }
}
