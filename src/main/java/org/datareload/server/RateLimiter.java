package org.datareload.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Bounds how many requests each caller may send: so many a second, and a burst of five times. */
public final class RateLimiter {
  private static final int BURST_SECONDS = 5;
  private static final int MOST_CALLERS = 10_000;

  private final double perSecond;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_CALLERS;
        }
      };

  public RateLimiter(int perSecond) {
    this(perSecond, System::nanoTime);
  }

  RateLimiter(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  private record Bucket(double tokens, long at) {}

  /**
   * Counts a request.
   *
   * @return 0 where it may go on, else the seconds to wait
   */
  public synchronized int take(String caller) {
    var now = nanoTime.getAsLong();
    var most = perSecond * BURST_SECONDS;
    var before = buckets.getOrDefault(caller, new Bucket(most, now));
    var tokens = Math.min(most, before.tokens() + (now - before.at()) / 1e9 * perSecond);
    if (tokens < 1) {
      buckets.put(caller, new Bucket(tokens, now));
      return (int) Math.ceil((1 - tokens) / perSecond);
    }
    buckets.put(caller, new Bucket(tokens - 1, now));
    return 0;
  }
}
