package org.datareload.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Bounds the requests that a process has in flight at its store. The bound halves when the store
 * asks to slow down, at most once a second, and grows by one whenever a window of requests
 * succeeded. Requests beyond it wait in the order they came; nobody blocks.
 *
 * <p>The queue itself has no bound: callers with many requests hand over no more than they can
 * hold.
 */
public final class AdaptiveLimiter {
  private static final long SHRINK_PAUSE = Duration.ofSeconds(1).toNanos();

  private final int max;
  private final LongSupplier nanoTime;
  private final Deque<Waiting<?>> queue = new ArrayDeque<>();
  private int limit;
  private int inFlight;
  private int successes;
  private long shrunkAt;

  /**
   * @param max requests in flight, 1 or more
   */
  public AdaptiveLimiter(int max) {
    this(max, System::nanoTime);
  }

  AdaptiveLimiter(int max, LongSupplier nanoTime) {
    if (max < 1) {
      throw new IllegalArgumentException("max is below 1: " + max);
    }
    this.max = max;
    this.limit = max;
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.shrunkAt = nanoTime.getAsLong() - SHRINK_PAUSE;
  }

  /**
   * Starts the request when there is room for it. A future that is completed from outside before
   * then, as by {@code cancel}, is never started.
   */
  public <T> CompletableFuture<T> submit(Supplier<CompletableFuture<T>> request) {
    var waiting = new Waiting<>(requireNonNull(request, "request is null"));
    synchronized (this) {
      queue.add(waiting);
    }
    drain();
    return waiting.answer;
  }

  /** How many requests may be in flight now. */
  public synchronized int limit() {
    return limit;
  }

  /** How many requests are in flight now. */
  public synchronized int inFlight() {
    return inFlight;
  }

  /** The store asked for fewer requests. */
  synchronized void throttled() {
    long now = nanoTime.getAsLong();
    // One burst of refusals is one sign, however many requests met it.
    if (now - shrunkAt >= SHRINK_PAUSE) {
      limit = Math.max(1, limit / 2);
      successes = 0;
      shrunkAt = now;
    }
  }

  private void drain() {
    for (Waiting<?> next = take(); next != null; next = take()) {
      run(next);
    }
  }

  private synchronized Waiting<?> take() {
    while (inFlight < limit && !queue.isEmpty()) {
      Waiting<?> next = queue.poll();
      if (!next.answer.isDone()) {
        inFlight++;
        return next;
      }
    }
    return null;
  }

  private <T> void run(Waiting<T> next) {
    CompletableFuture<T> running = start(next.request);
    if (running.isDone()) {
      // The loop of drain goes on: a callback here would nest without end.
      running.whenComplete((answer, failure) -> settle(next, answer, failure));
    } else {
      running.whenComplete(
          (answer, failure) -> {
            settle(next, answer, failure);
            drain();
          });
    }
  }

  private static <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> request) {
    try {
      return request.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private <T> void settle(Waiting<T> done, T answer, Throwable failure) {
    synchronized (this) {
      inFlight--;
      if (failure == null && ++successes >= limit) {
        limit = Math.min(max, limit + 1);
        successes = 0;
      }
    }
    if (failure == null) {
      done.answer.complete(answer);
    } else {
      done.answer.completeExceptionally(failure);
    }
  }

  private static final class Waiting<T> {
    private final Supplier<CompletableFuture<T>> request;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    Waiting(Supplier<CompletableFuture<T>> request) {
      this.request = request;
    }
  }
}
