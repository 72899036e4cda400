package org.datareload.api;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Slots for work that takes much of this process. Each caller has a share; the last slots are for
 * callers who hold none, so that nobody is kept out by a few others.
 */
public final class Slots {
  /** One slot in so many is kept for callers who hold none. */
  private static final int KEPT = 5;

  private final String what;
  private final int share;
  private final int total;
  private final int retrySeconds;
  private final Map<String, Integer> held = new HashMap<>();
  private int taken;

  /**
   * @param what takes a slot, in the plural
   * @param share of one caller
   * @param retrySeconds after which a caller who is refused may try again
   */
  public Slots(String what, int share, int total, int retrySeconds) {
    if (share < 1 || share > total - total / KEPT) {
      throw new IllegalArgumentException(share + " of " + total + " " + what + " is no share");
    }
    this.what = requireNonNull(what, "what is null");
    this.share = share;
    this.total = total;
    this.retrySeconds = retrySeconds;
  }

  /**
   * Takes a slot, which must be released.
   *
   * @throws ProblemException 429 if the caller holds his share, or the others hold the rest
   */
  public Slot take(String caller) {
    synchronized (held) {
      int own = held.getOrDefault(caller, 0);
      if (own >= share) {
        throw refused("You have %d %s, as many as one user may have".formatted(own, what));
      }
      if (taken >= (own == 0 ? total : total - total / KEPT)) {
        throw refused("All users together have %d %s".formatted(taken, what));
      }
      held.merge(caller, 1, Integer::sum);
      taken++;
    }
    return new Slot(caller);
  }

  private ProblemException refused(String why) {
    return new ProblemException(
        Problem.of(429, why + "; retry in " + retrySeconds + " s").retryAfter(retrySeconds));
  }

  private void release(String caller) {
    synchronized (held) {
      held.computeIfPresent(caller, (id, own) -> own == 1 ? null : own - 1);
      taken--;
    }
  }

  /** One slot; releasing it again does nothing. */
  public final class Slot {
    private final String caller;
    private final AtomicBoolean isReleased = new AtomicBoolean();

    private Slot(String caller) {
      this.caller = caller;
    }

    public void release() {
      if (isReleased.compareAndSet(false, true)) {
        Slots.this.release(caller);
      }
    }
  }
}
