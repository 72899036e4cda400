package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;

/**
 * A range of time in which executions were accepted, by the database's clock.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record TimeRange(Instant from, Instant to) {
  /** All of time. */
  public static final TimeRange EVER =
      new TimeRange(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"));

  // An id begins with the time of the program's clock. That clock is never wrong by a day: the
  // store
  // would refuse its requests.
  private static final Duration CLOCKS = Duration.ofDays(1);
  private static final long LAST = (1L << 48) - 1;

  public TimeRange {
    requireNonNull(from, "from is null");
    requireNonNull(to, "to is null");
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("from must be before to: " + from + ", " + to);
    }
  }

  /** No execution of the range has a smaller id. */
  String lowestId() {
    return id(from.minus(CLOCKS));
  }

  /** No execution of the range has this id or a greater one. */
  String highestId() {
    return id(to.plus(CLOCKS));
  }

  private static String id(Instant time) {
    var millis = Math.min(LAST, Math.max(0, time.toEpochMilli()));
    return Ulid.min(millis).toString();
  }
}
