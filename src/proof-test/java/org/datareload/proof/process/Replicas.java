package org.datareload.proof.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Two children of one scene, of which now and again one is killed and started at once. */
final class Replicas implements AutoCloseable {
  private final List<Child> children;
  private final Random random;
  private final AtomicInteger kills = new AtomicInteger();
  private volatile boolean left;
  private CompletableFuture<Void> killer = CompletableFuture.completedFuture(null);

  Replicas(Cluster scene, Path folder, long seed) {
    children =
        List.of(
            scene.child(folder.resolve("one")).start(),
            scene.child(folder.resolve("other")).start());
    random = new Random(seed + 1);
  }

  /** Kills one of them every few seconds, from now on. */
  void killNowAndAgain() {
    killer = CompletableFuture.runAsync(this::kill);
  }

  private void kill() {
    while (!left) {
      try {
        MILLISECONDS.sleep(1_000 + random.nextInt(6_000));
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
      var child = children.get(random.nextInt(children.size()));
      child.kill();
      child.start();
      kills.incrementAndGet();
    }
  }

  /** How often one of them was killed up to now. */
  int kills() {
    return kills.get();
  }

  /** Kills no more; both serve when it returns. */
  void leaveAlone() {
    left = true;
    killer.join();
  }

  Child one() {
    return children.get(0);
  }

  @Override
  public void close() {
    left = true;
    killer.handle((done, failed) -> null).join();
    children.forEach(Child::close);
  }
}
