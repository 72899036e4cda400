package org.datareload.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many requests a caller may send. */
class RateLimiterTest {
  private final AtomicLong now = new AtomicLong();
  private final RateLimiter rates = new RateLimiter(2, now::get);

  @Test
  void allowsABurstAndThenTheRate() {
    for (var i = 0; i < 10; i++) {
      assertThat(rates.take("ana")).isZero();
    }
    assertThat(rates.take("ana")).isOne();
    now.addAndGet(500_000_000);
    assertThat(rates.take("ana")).isZero();
    assertThat(rates.take("ana")).isOne();
  }

  @Test
  void aChargeIsPaidOffBeforeTheNextRequest() {
    rates.take("ana");
    rates.charge("ana", 10);
    assertThat(rates.take("ana")).isOne();
    now.addAndGet(1_000_000_000);
    assertThat(rates.take("ana")).isZero();
    assertThat(rates.take("ben")).isZero();
  }

  @Test
  void nobodyOwesMoreThanABurst() {
    for (var i = 0; i < 100; i++) {
      rates.charge("ana", 10);
    }
    assertThat(rates.take("ana")).isEqualTo(6);
    now.addAndGet(5_500_000_000L);
    assertThat(rates.take("ana")).isZero();
  }

  @Test
  void remembersTenThousandCallers() {
    rates.charge("ana", 10);
    rates.charge("ben", 10);
    for (var i = 0; i < 9_998; i++) {
      rates.take("caller " + i);
    }
    assertThat(rates.take("ben")).isOne();
    rates.take("one more");
    assertThat(rates.take("ana")).isZero();
  }

  @Test
  void limitsEachCallerSeparately() {
    for (var i = 0; i < 11; i++) {
      rates.take("ana");
    }
    assertThat(rates.take("ben")).isZero();
  }
}
