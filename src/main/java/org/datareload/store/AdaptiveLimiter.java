package org.datareload.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * Limits the concurrent requests of a process to its store. The limit halves when the store asks to
 * slow down, at most once a second, and grows by one each time as many requests as the limit have
 * succeeded. Other requests wait in the order of their arrival.
 *
 * <p>The queue is not limited: callers with many requests submit only as many as they can hold.
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
   * @param max the highest limit, 1 or more
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
   * Starts the request when there is room for it. A request whose future is completed or cancelled
   * before then is never started.
   */
  public <T> CompletableFuture<T> submit(Supplier<CompletableFuture<T>> request) {
    return submit(request, queue::addLast);
  }

  /** As {@link #submit}, before all requests that wait. */
  <T> CompletableFuture<T> submitNext(Supplier<CompletableFuture<T>> request) {
    return submit(request, queue::addFirst);
  }

  private <T> CompletableFuture<T> submit(
      Supplier<CompletableFuture<T>> request, Consumer<Waiting<?>> add) {
    var waiting =
        new Waiting<>(requireNonNull(request, "request is null"), new CompletableFuture<T>());
    synchronized (this) {
      add.accept(waiting);
    }
    drain();
    return waiting.response;
  }

  /**
   * Blocks until there is room for the request, then runs it in this thread.
   *
   * @throws AbortedException where the thread is interrupted while it waits; it stays interrupted
   */
  public <T> T call(Supplier<T> request) {
    var turn = new CompletableFuture<Void>();
    var finished = new CompletableFuture<Void>();
    submit(
        () -> {
          turn.complete(null);
          return finished;
        });
    try {
      turn.get();
      return request.get();
    } catch (RuntimeException | Error e) {
      finished.completeExceptionally(e);
      throw e;
    } catch (InterruptedException e) {
      // Its turn, when it comes, is over at once.
      finished.completeExceptionally(e);
      Thread.currentThread().interrupt();
      throw AbortedException.create("Interrupted while a request waited for its turn", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a turn cannot fail", e);
    } finally {
      finished.complete(null);
    }
  }

  /** The number of requests that may run now. */
  public synchronized int limit() {
    return limit;
  }

  /** The number of requests that run now. */
  public synchronized int inFlight() {
    return inFlight;
  }

  /** The store asked for fewer requests. */
  synchronized void throttled() {
    long now = nanoTime.getAsLong();
    // A burst of refusals counts once, however many requests it met.
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
      if (!next.response.isDone()) {
        inFlight++;
        return next;
      }
    }
    return null;
  }

  private <T> void run(Waiting<T> next) {
    CompletableFuture<T> running = start(next.request);
    if (running.isDone()) {
      // The caller's loop goes on: calling drain here would nest without end.
      running.whenComplete((response, failure) -> settle(next, response, failure));
    } else {
      running.whenComplete(
          (response, failure) -> {
            settle(next, response, failure);
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

  private <T> void settle(Waiting<T> done, T response, Throwable failure) {
    synchronized (this) {
      inFlight--;
      if (failure == null && ++successes >= limit) {
        limit = Math.min(max, limit + 1);
        successes = 0;
      }
    }
    if (failure == null) {
      done.response.complete(response);
    } else {
      done.response.completeExceptionally(failure);
    }
  }

  private record Waiting<T>(
      Supplier<CompletableFuture<T>> request, CompletableFuture<T> response) {}
}
