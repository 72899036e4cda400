package org.datareload.proof.race;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.datareload.proof.Proof.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.datareload.dataset.Replaced;
import org.datareload.proof.Proof;
import org.datareload.store.TestZones;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Concurrent requests for one dataset to two processes, and concurrent claims of a lease. */
class RacesTest extends DatabaseContract {
  private static final int RACES = Proof.number("races", 100, 5_000);
  private static final int LEASES = Proof.number("lease-races", 100, 10_000);
  private static final int OF_ONE_DATASET = 20;
  private static final List<String> FOLDERS = List.of("1700000000", "1700000001");
  private final long seed = Proof.seed();
  private final Random random = new Random(seed);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private List<TestProcess> processes;

  RacesTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void haveOneWinner() throws Exception {
    report("races: seed %d (%s)", seed, database.product());
    var zones = new TestZones(false, random.nextBoolean());
    processes =
        List.of(
            TestProcess.driven(database, zones, FaultPoint.OPEN),
            TestProcess.driven(database, zones, FaultPoint.OPEN));
    TestDataset dataset = null;
    for (int race = 0; race < RACES; race++) {
      if (race % OF_ONE_DATASET == 0) {
        dataset =
            new TestDataset(database, zones, "orders" + race, Replaced.values()[random.nextInt(3)]);
      }
      // All drops are of one second, and the folders' dates would put them into an order.
      dataset.forgetDrops();
      try {
        run(dataset, race);
        if ((race + 1) % OF_ONE_DATASET == 0) {
          dataset.cleanUp(processes.get(0));
          Invariants.quiet(dataset);
        }
      } catch (AssertionError | RuntimeException wrong) {
        fail("race " + race + " of -Dreload.proof.seed=" + seed, wrong);
      }
    }
    processes.forEach(TestProcess::close);
    report("races: %d run (%s)", RACES, database.product());
  }

  @Test
  void forALeaseHaveOneWinner() throws Exception {
    var zones = new TestZones(false, random.nextBoolean());
    var dataset = new TestDataset(database, zones, "orders");
    try (var process = TestProcess.driven(database, zones, FaultPoint.OPEN)) {
      dataset.trigger(process, "a", "a.csv");
    }
    var leases = new LeaseRaces(dataset, threads);
    for (int race = 0; race < LEASES; race++) {
      leases.race(race);
    }
    report(
        "races for a lease: %d taken over, %d renewed in time (%s)",
        leases.taken(), leases.renewed(), database.product());
    assertThat(leases.taken()).isPositive();
  }

  private void run(TestDataset dataset, int number) throws Exception {
    var race = new Race(dataset, dataset.executions(), random.nextBoolean());
    for (int i = 0; i < 4; i++) {
      var folder = race.folder(i / 2);
      var key = dataset.putAt(folder + "f" + i + ".csv", ("race " + number).getBytes(UTF_8));
      processes.get(0).send("direct:accept-notification", dataset.event(key));
    }
    var contestants = new ArrayList<Contestant>();
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      contestants.add(race.contestant(random.nextInt(7), number));
    }
    var barrier = new CyclicBarrier(contestants.size());
    var running = new ArrayList<Future<?>>();
    for (int i = 0; i < contestants.size(); i++) {
      var contestant = contestants.get(i);
      var process = processes.get(i % 2);
      running.add(
          threads.submit(
              () -> {
                barrier.await();
                contestant.go(process);
                if (race.drivenAtOnce()) {
                  process.drive();
                }
                return null;
              }));
    }
    for (var one : running) {
      one.get(5, TimeUnit.MINUTES);
    }
    if (!race.drivenAtOnce()) {
      race.checkDecisions();
    }
    do {
      dataset.forgetDrops();
      processes.get(0).send("direct:accept-waiting-triggers", null);
      var driving = processes.stream().map(process -> threads.submit(process::drive)).toList();
      for (var one : driving) {
        one.get(5, TimeUnit.MINUTES);
      }
    } while (race.waiting() > 0);
    race.checkEnd();
    race.clear(processes.get(0));
  }

  /** One of the concurrent requests. */
  interface Contestant {
    void go(TestProcess process);
  }

  static Stream<String> folders(TestDataset dataset) {
    return FOLDERS.stream().map(epoch -> dataset.prefix() + "upload_date=" + epoch + "/ann/csv/");
  }
}
