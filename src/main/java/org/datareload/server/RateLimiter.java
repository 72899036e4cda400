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
    var tokens = tokens(caller);
    if (tokens < 1) {
      put(caller, tokens);
      return (int) Math.ceil((1 - tokens) / perSecond);
    }
    put(caller, tokens - 1);
    return 0;
  }

  /** Takes further tokens for a request that had its token; a caller may owe as many as a burst. */
  synchronized void charge(String caller, int tokens) {
    put(caller, Math.max(-capacity(), tokens(caller) - tokens));
  }

  private double tokens(String caller) {
    var now = nanoTime.getAsLong();
    var last = buckets.getOrDefault(caller, new Bucket(capacity(), now));
    return Math.min(capacity(), last.tokens() + (now - last.at()) / 1e9 * perSecond);
  }

  private void put(String caller, double tokens) {
    buckets.put(caller, new Bucket(tokens, nanoTime.getAsLong()));
  }

  private double capacity() {
    return perSecond * BURST_SECONDS;
  }
}
