package org.datareload.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** A token bucket per caller: a number of requests per second, with bursts of five times that. */
public final class RateLimiter {
  private static final int BURST_SECONDS = 5;
  private static final int MAX_CALLERS = 10_000;

  private final double perSecond;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_CALLERS;
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
   * Takes a token for a request.
   *
   * @return 0 if the request may proceed, else the seconds to wait
   */
  public synchronized int take(String caller) {
    var now = nanoTime.getAsLong();
    var capacity = perSecond * BURST_SECONDS;
    var last = buckets.getOrDefault(caller, new Bucket(capacity, now));
    var tokens = Math.min(capacity, last.tokens() + (now - last.at()) / 1e9 * perSecond);
    if (tokens < 1) {
      buckets.put(caller, new Bucket(tokens, now));
      return (int) Math.ceil((1 - tokens) / perSecond);
    }
    buckets.put(caller, new Bucket(tokens - 1, now));
    return 0;
  }
}
