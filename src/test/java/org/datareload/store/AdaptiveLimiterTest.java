package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.AbortedException;

class AdaptiveLimiterTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong now = new AtomicLong();
  private final List<CompletableFuture<Integer>> started = new ArrayList<>();

  @Test
  void startsAsManyAsTheLimitAndTheRestInOrder() {
    var limiter = limiter(2);
    var responses = new ArrayList<CompletableFuture<Integer>>();
    var order = new ArrayList<Integer>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      responses.add(
          limiter.submit(
              () -> {
                order.add(number);
                return request();
              }));
    }
    assertThat(order).containsExactly(0, 1);
    started.get(1).complete(11);
    assertThat(order).containsExactly(0, 1, 2);
    assertThat(responses.get(1)).isCompletedWithValue(11);
    started.get(0).completeExceptionally(new IllegalStateException("lost"));
    assertThat(order).containsExactly(0, 1, 2, 3);
    assertThat(responses.get(0)).isCompletedExceptionally();
    assertThat(limiter.inFlight()).isEqualTo(2);
  }

  @Test
  void startsBeforeAllThatWaitsWhatMustNotWait() {
    var limiter = limiter(1);
    var order = new ArrayList<String>();
    limiter.submit(this::request);
    limiter.submit(() -> order(order, "waits"));
    limiter.submitNext(() -> order(order, "must not wait"));

    started.get(0).complete(1);

    assertThat(order).containsExactly("must not wait", "waits");
  }

  private static CompletableFuture<Boolean> order(List<String> order, String name) {
    return CompletableFuture.completedFuture(order.add(name));
  }

  @Test
  void halvesOncePerSecondDownToOne() {
    var limiter = limiter(8);
    limiter.throttled();
    limiter.throttled();
    assertThat(limiter.limit()).isEqualTo(4);
    for (int i = 0; i < 5; i++) {
      now.addAndGet(SECOND);
      limiter.throttled();
    }
    assertThat(limiter.limit()).isEqualTo(1);
    assertThat(limiter.submit(() -> CompletableFuture.completedFuture("on"))).isCompleted();
  }

  @Test
  void startsNothingUntilTheLowerLimitHasRoom() {
    var limiter = limiter(4);
    for (int i = 0; i < 5; i++) {
      limiter.submit(this::request);
    }
    limiter.throttled();
    fail(0);
    fail(1);
    assertThat(started).hasSize(4);
    fail(2);
    assertThat(started).hasSize(5);
  }

  @Test
  void growsByOneAfterAsManySuccessesAsTheLimit() {
    var limiter = limiter(8);
    limiter.throttled();
    succeed(limiter, 4);
    assertThat(limiter.limit()).isEqualTo(5);
    succeed(limiter, 4);
    assertThat(limiter.limit()).isEqualTo(5);
    succeed(limiter, 1);
    assertThat(limiter.limit()).isEqualTo(6);
    succeed(limiter, 100);
    assertThat(limiter.limit()).isEqualTo(8);
  }

  @Test
  void runsManyImmediateRequestsWithoutNesting() {
    var limiter = limiter(1);
    var first = new CompletableFuture<Integer>();
    limiter.submit(() -> first);
    var count = new AtomicInteger();
    for (int i = 0; i < 100_000; i++) {
      limiter.submit(() -> CompletableFuture.completedFuture(count.incrementAndGet()));
    }
    first.complete(0);
    assertThat(count).hasValue(100_000);
    assertThat(limiter.inFlight()).isZero();
  }

  @Test
  void countsARequestThatCannotStartAsFailed() {
    var limiter = limiter(1);
    CompletableFuture<Integer> response =
        limiter.submit(
            () -> {
              throw new IllegalArgumentException("no such bucket name");
            });
    assertThatThrownBy(response::join).hasMessageContaining("no such bucket name");
    assertThat(limiter.inFlight()).isZero();
  }

  @Test
  void skipsARequestThatWasCancelledInTheQueue() {
    var limiter = limiter(1);
    limiter.submit(this::request);
    CompletableFuture<Integer> waiting = limiter.submit(this::request);
    waiting.cancel(false);
    started.get(0).complete(0);
    assertThat(started).hasSize(1);
    assertThat(limiter.inFlight()).isZero();
  }

  @Test
  void runsABlockingCallWhenThereIsRoom() throws Exception {
    var limiter = limiter(1);
    limiter.submit(this::request);
    var called = CompletableFuture.supplyAsync(() -> limiter.call(limiter::inFlight));
    started.get(0).complete(0);
    assertThat(called.get()).isEqualTo(1);
    assertThat(limiter.inFlight()).isZero();
  }

  @Test
  void countsABlockingCallThatFailsAsFinished() {
    var limiter = limiter(1);
    assertThatThrownBy(
            () ->
                limiter.call(
                    () -> {
                      throw new IllegalArgumentException("no such bucket name");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(limiter.inFlight()).isZero();
  }

  @Test
  void skipsABlockingCallThatWasInterruptedInTheQueue() {
    var limiter = limiter(1);
    limiter.submit(this::request);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> limiter.call(() -> "never")).isInstanceOf(AbortedException.class);
    assertThat(Thread.interrupted()).isTrue();
    started.get(0).complete(0);
    assertThat(limiter.inFlight()).isZero();
    assertThat(limiter.call(() -> "next")).isEqualTo("next");
  }

  @Test
  void refusesALimitBelowOne() {
    assertThatThrownBy(() -> new AdaptiveLimiter(0)).hasMessageContaining("max is below 1: 0");
  }

  private AdaptiveLimiter limiter(int max) {
    return new AdaptiveLimiter(max, now::get);
  }

  private void fail(int number) {
    started.get(number).completeExceptionally(new IllegalStateException("lost"));
  }

  private CompletableFuture<Integer> request() {
    var future = new CompletableFuture<Integer>();
    started.add(future);
    return future;
  }

  private static void succeed(AdaptiveLimiter limiter, int times) {
    for (int i = 0; i < times; i++) {
      limiter.submit(() -> CompletableFuture.completedFuture("done"));
    }
  }
}
