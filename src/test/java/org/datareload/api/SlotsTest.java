package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private final Slots slots = new Slots("live streams", 4, 10, 30);

  @Test
  void refusesMoreThanTheShareOfACaller() {
    for (var i = 0; i < 4; i++) {
      slots.take("ana");
    }
    assertThatThrownBy(() -> slots.take("ana"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(429);
              assertThat(refused.problem().headers()).containsEntry("Retry-After", "30");
              assertThat(refused.problem().detail())
                  .isEqualTo(
                      "You have 4 live streams, as many as one user may have; retry in 30 s");
            });
    slots.take("ben");
  }

  @Test
  void keepsTheLastSlotsForCallersWhoHoldNone() {
    for (var i = 0; i < 4; i++) {
      slots.take("ana");
      slots.take("ben");
    }
    slots.take("cleo");
    assertThatThrownBy(() -> slots.take("cleo"))
        .hasMessage("All users together have 9 live streams; retry in 30 s");
    slots.take("dora");
    assertThatThrownBy(() -> slots.take("eve")).hasMessageContaining("have 10 live streams");
  }

  @Test
  void aReleasedSlotIsFreeOnce() {
    var taken = IntStream.range(0, 4).mapToObj(i -> slots.take("ana")).toList();
    taken.get(0).release();
    taken.get(0).release();

    slots.take("ana");
    assertThatThrownBy(() -> slots.take("ana")).hasMessageContaining("You have 4");
  }

  @Test
  void holdsWhateverTheThreadsDo() throws Exception {
    var many = new AtomicInteger();
    var most = new AtomicInteger();
    Callable<Void> caller =
        () -> {
          for (var i = 0; i < 2_000; i++) {
            try {
              var slot = slots.take("ana");
              most.accumulateAndGet(many.incrementAndGet(), Math::max);
              many.decrementAndGet();
              slot.release();
            } catch (ProblemException tooMany) {
              Thread.yield();
            }
          }
          return null;
        };
    var pool = Executors.newFixedThreadPool(8);
    try {
      for (var done : pool.invokeAll(List.of(caller, caller, caller, caller, caller, caller))) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(most).hasValueLessThanOrEqualTo(4);
    var free = new ArrayList<Slots.Slot>();
    for (var i = 0; i < 4; i++) {
      free.add(slots.take("ana"));
    }
    assertThat(free).hasSize(4);
  }

  @Test
  void refusesAShareThatCouldTakeAll() {
    assertThatThrownBy(() -> new Slots("streams", 9, 10, 1))
        .hasMessage("9 of 10 streams is no share");
  }
}
