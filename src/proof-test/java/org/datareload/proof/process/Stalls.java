package org.datareload.proof.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Suspends a child with {@code kill -STOP} at writes to the store, before their response. */
final class Stalls {
  private final Cluster cluster;
  private final Child child;
  private final Random random;
  private final Map<String, Integer> writes = new HashMap<>();
  private CompletableFuture<Void> awake;
  private int count;

  Stalls(Cluster cluster, Child child, Random random) {
    this.cluster = cluster;
    this.child = child;
    this.random = random;
  }

  /** Finds out in two undisturbed rounds which writes a round takes. */
  void learn() {
    cluster.upload("q1");
    cluster.awaitSettled(child);
    // Only the second one retires content.
    var trap = new Trap(cluster.zones.zones());
    cluster.intercept(trap);
    cluster.upload("q2");
    cluster.awaitSettled(child);
    cluster.stopIntercepting();
    writes.putAll(trap.writes());
  }

  /**
   * Suspends the child while it loads this round.
   *
   * @return the place, or empty if the round ended first
   */
  Optional<String> suspend(String round) {
    awake = new CompletableFuture<>();
    var woken = awake;
    var places = new ArrayList<>(writes.keySet());
    var target = places.get(random.nextInt(places.size()));
    var trap =
        new Trap(
            cluster.zones.zones(),
            target,
            1 + random.nextInt(writes.get(target)),
            // Only after the write: the embedded store checks conditions before it writes, not
            // in one step as S3 does, so a write suspended before would pass them too early.
            true,
            () -> {
              child.suspend();
              woken.join();
            });
    cluster.intercept(trap);
    cluster.upload(round);
    var settled = CompletableFuture.runAsync(() -> cluster.awaitSettled(child));
    CompletableFuture.anyOf(trap.triggered(), settled).join();
    cluster.stopIntercepting();
    if (!trap.triggered().isDone()) {
      child.suspend();
      return Optional.empty();
    }
    count++;
    return Optional.of("after " + target);
  }

  void resume() {
    child.resume();
    awake.complete(null);
    child.awaitServing();
  }

  /** How often it was suspended in the middle of its work. */
  int count() {
    return count;
  }
}
