package org.datareload.proof.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Holds a child up, as {@code kill -STOP} does, at writes to the store whose answer comes late. */
final class Stalls {
  private final Cluster scene;
  private final Child child;
  private final Random random;
  private final Map<String, Integer> writes = new HashMap<>();
  private CompletableFuture<Void> awake;
  private int count;

  Stalls(Cluster scene, Child child, Random random) {
    this.scene = scene;
    this.child = child;
    this.random = random;
  }

  /** Finds out, in two rounds that nothing disturbs, which writes a round takes. */
  void learn() {
    scene.dropFiles("q1");
    scene.awaitSettled(child);
    // Only the second one has something to retire.
    var trap = new Trap(scene.zones.zones());
    scene.intercept(trap);
    scene.dropFiles("q2");
    scene.awaitSettled(child);
    scene.letPass();
    writes.putAll(trap.writes());
  }

  /**
   * Stops the child while it loads this round.
   *
   * @return the place, or nothing where the child had ended before it came there
   */
  Optional<String> holdUp(String round) {
    awake = new CompletableFuture<>();
    var woken = awake;
    var places = new ArrayList<>(writes.keySet());
    var target = places.get(random.nextInt(places.size()));
    var trap =
        new Trap(
            scene.zones.zones(),
            target,
            1 + random.nextInt(writes.get(target)),
            // The embedded store looks at conditions before it writes, not in one step as S3
            // does: a write that is held up before it would pass them too early.
            true,
            () -> {
              child.holdUp();
              woken.join();
            });
    scene.intercept(trap);
    scene.dropFiles(round);
    var settled = CompletableFuture.runAsync(() -> scene.awaitSettled(child));
    CompletableFuture.anyOf(trap.sprung(), settled).join();
    scene.letPass();
    if (!trap.sprung().isDone()) {
      child.holdUp();
      return Optional.empty();
    }
    count++;
    return Optional.of("after " + target);
  }

  void goOn() {
    child.goOn();
    awake.complete(null);
    child.awaitServing();
  }

  /** How often it was held up in the middle of its work. */
  int count() {
    return count;
  }
}
