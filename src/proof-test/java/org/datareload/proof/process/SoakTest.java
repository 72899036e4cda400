package org.datareload.proof.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.process.Proof.say;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.datareload.execution.Status;
import org.datareload.testing.proxy.Fault;
import org.datareload.testing.proxy.FaultProxy;
import org.datareload.testing.proxy.HttpSpeech;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reloads at a steady rate on the shipped H2, while each hundredth request to the store fails.
 * {@code -Dreload.proof.minutes} sets for how long, {@code -Dreload.proof.pause} the milliseconds
 * from one trigger file to the next.
 */
class SoakTest {
  private static final int MINUTES = Proof.number("minutes", 60);
  private static final int PAUSE = Proof.number("pause", 1000);
  private static final int SAMPLES = 30;
  private static final int DATASETS = 10;

  private final long seed = Proof.seed();
  private final Random random = new Random(seed);

  @Test
  void takesNoMoreThanAtTheStart(@TempDir Path folder) throws Exception {
    Proof.longOnly();
    say("soak: seed %d, %s, %d minutes", seed, Child.what(), MINUTES);
    try (var scene = new Cluster(DatabaseServer.h2(folder), DATASETS, Map.of());
        var store = new FaultProxy(scene.zones.server().endpoint().getPort(), new HttpSpeech());
        var child = scene.child(folder, Map.of("reload.s3.endpoint", url(store))).start()) {
      var samples = new Samples(child, folder, scene.zones);
      store.faults(this::fault);
      var reloads = 0;
      var began = System.nanoTime();
      var next = began;
      for (var sample = 1; sample <= SAMPLES; sample++) {
        var until = began + Duration.ofMinutes(MINUTES).toNanos() / SAMPLES * sample;
        while (System.nanoTime() < until) {
          drop(scene, reloads++);
          next += MILLISECONDS.toNanos(PAUSE);
          MILLISECONDS.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        samples.take(reloads);
      }
      store.faults(() -> null);
      var requests = store.requests();
      var wanted = reloads;
      await().atMost(Duration.ofMinutes(10)).until(() -> scene.queued() == 0);
      await().atMost(Duration.ofMinutes(10)).until(() -> !child.api.isProcessing());
      var twice = scene.awaitMails(wanted);
      child.kill();
      scene.assertQuiet(wanted, Status.COMPLETED, Status.REJECTED);
      say("soak: %d reloads in %d minutes, %d mails twice, 0 lost", wanted, MINUTES, twice);
      say("soak: %d of %d requests failed on their way", store.struck(), requests);
      var expected = requests / 100.0;
      assertThat((double) store.struck())
          .isCloseTo(expected, within(0.1 * expected + 4 * Math.sqrt(expected)));
      samples.assertFlat();
    }
  }

  private static String url(FaultProxy proxy) {
    return "http://127.0.0.1:" + proxy.port();
  }

  /** In a folder of its own; now and then a file that is copied by parts. */
  private static void drop(Cluster scene, int number) {
    var dataset = scene.datasets.get(number % DATASETS);
    var folder = dataset.prefix() + "upload_date=" + (1_700_000_000 + number) + "/ann/csv/";
    var content = new byte[number % DATASETS == 0 ? 100_000 : 100];
    Arrays.fill(content, (byte) ('a' + number % 26));
    dataset.putAt(folder + "n" + number + ".csv", content);
    dataset.putAt(folder + "m" + number + ".csv", ("number " + number).getBytes());
    dataset.triggerIn(folder, "");
  }

  /**
   * One request in a hundred, on its way: refused, failed, or done without an answer. Within the
   * embedded server a failure could fall between two of its own steps.
   */
  private Fault fault() {
    synchronized (random) {
      var drawn = random.nextInt(1_000);
      return drawn >= 10
          ? null
          : drawn < 4 ? Fault.SLOW_DOWN : drawn < 7 ? Fault.ERROR_500 : Fault.RESET_AFTER;
    }
  }
}
