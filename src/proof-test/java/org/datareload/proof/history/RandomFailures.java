package org.datareload.proof.history;

import java.io.IOException;
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
  public CompletableFuture<Void> at(Moment moment, String write) {
    if (moment != Moment.BEFORE && moment != Moment.AFTER || !isHit()) {
      return GO;
    }
    var where = moment + " " + write;
    return FaultPoint.isCommit(write)
        ? FaultPoint.connectionLost(where)
        : CompletableFuture.failedFuture(SdkClientException.create(where, new IOException(where)));
  }

  private synchronized boolean isHit() {
    return random.nextInt(200) < percent;
  }
}
