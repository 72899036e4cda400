package org.datareload.proof.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.datareload.execution.Status;
import org.datareload.proof.Proof;
import org.datareload.testing.proxy.Fault;
import org.datareload.testing.proxy.FaultProxy;
import org.datareload.testing.proxy.HttpProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reloads at a steady rate on H2 while one store request in a hundred fails. {@code
 * -Dreload.proof.minutes} sets the duration, {@code -Dreload.proof.pause} the milliseconds between
 * trigger files.
 */
class SoakTest {
  private static final int MINUTES = Proof.number("minutes", 60);
  private static final int PAUSE = Proof.number("pause", 1000);
  private static final int SAMPLES = 30;
  private static final int DATASETS = 10;

  private final long seed = Proof.seed();
  private final Random random = new Random(seed);

  @Test
  void usesNoMoreResourcesThanAtTheStart(@TempDir Path folder) throws Exception {
    Proof.longOnly();
    report("soak: seed %d, %s, %d minutes", seed, Child.source(), MINUTES);
    try (var cluster = new Cluster(DatabaseServer.h2(folder), DATASETS, Map.of());
        var store =
            new FaultProxy(cluster.zones.server().endpoint().getPort(), new HttpProtocol());
        var child = cluster.child(folder, Map.of("reload.s3.endpoint", url(store))).start()) {
      var samples = new Samples(child, folder, cluster.zones);
      store.faults(this::fault);
      var reloads = 0;
      var began = System.nanoTime();
      var next = began;
      for (var sample = 1; sample <= SAMPLES; sample++) {
        var until = began + Duration.ofMinutes(MINUTES).toNanos() / SAMPLES * sample;
        while (System.nanoTime() < until) {
          drop(cluster, reloads++);
          next += MILLISECONDS.toNanos(PAUSE);
          MILLISECONDS.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        samples.take(reloads);
      }
      store.faults(() -> null);
      var requests = store.requests();
      var wanted = reloads;
      await().atMost(Duration.ofMinutes(10)).until(() -> cluster.queued() == 0);
      await().atMost(Duration.ofMinutes(10)).until(() -> !child.api.isProcessing());
      var twice = cluster.awaitMails(wanted);
      child.kill();
      cluster.assertQuiet(wanted, Status.COMPLETED, Status.REJECTED);
      report("soak: %d reloads in %d minutes, %d mails twice, 0 lost", wanted, MINUTES, twice);
      report("soak: %d of %d requests failed on their way", store.struck(), requests);
      var expected = requests / 100.0;
      assertThat((double) store.struck())
          .isCloseTo(expected, within(0.1 * expected + 4 * Math.sqrt(expected)));
      samples.assertFlat();
    }
  }

  private static String url(FaultProxy proxy) {
    return "http://127.0.0.1:" + proxy.port();
  }

  /** Uploads two files to a new folder, now and then one that is copied in parts. */
  private static void drop(Cluster cluster, int number) {
    var dataset = cluster.datasets.get(number % DATASETS);
    var folder = dataset.prefix() + "upload_date=" + (1_700_000_000 + number) + "/ann/csv/";
    var content = new byte[number % DATASETS == 0 ? 100_000 : 100];
    Arrays.fill(content, (byte) ('a' + number % 26));
    dataset.putAt(folder + "n" + number + ".csv", content);
    dataset.putAt(folder + "m" + number + ".csv", ("number " + number).getBytes());
    dataset.triggerIn(folder, "");
  }

  /**
   * One request in a hundred is refused, fails, or loses its response. The proxy injects the
   * faults: inside the embedded server they could fall between two steps of one operation.
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
