package org.datareload.proof.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Two children of one cluster, one of which is killed and restarted now and then. */
final class Replicas implements AutoCloseable {
  private final List<Child> children;
  private final Random random;
  private final AtomicInteger kills = new AtomicInteger();
  private volatile boolean stopped;
  private CompletableFuture<Void> killer = CompletableFuture.completedFuture(null);

  Replicas(Cluster cluster, Path folder, long seed) {
    children =
        List.of(
            cluster.child(folder.resolve("one")).start(),
            cluster.child(folder.resolve("other")).start());
    random = new Random(seed + 1);
  }

  /** Kills one of them every few seconds, from now on. */
  void startKilling() {
    killer = CompletableFuture.runAsync(this::kill);
  }

  private void kill() {
    while (!stopped) {
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

  /** The number of kills so far. */
  int kills() {
    return kills.get();
  }

  /** Stops killing; both serve when it returns. */
  void stopKilling() {
    stopped = true;
    killer.join();
  }

  Child one() {
    return children.get(0);
  }

  @Override
  public void close() {
    stopped = true;
    killer.handle((done, failed) -> null).join();
    children.forEach(Child::close);
  }
}
