package org.datareload.proof.race;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

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
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.Executions;
import org.datareload.landing.Selection;
import org.datareload.store.TestZones;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.Test;

/**
 * Wishes for one dataset that come at the same instant to two processes. {@code
 * -Dreload.proof.seed} sets the seed, {@code -Dreload.proof=long} makes 5,000 races, and 10,000 for
 * a lease, on each database.
 */
abstract class RacesContract extends DatabaseContract {
  private static final boolean LONG = "long".equals(System.getProperty("reload.proof"));
  private static final int RACES = LONG ? 5_000 : 100;
  private static final int LEASES = LONG ? 10_000 : 100;
  private static final int OF_ONE_DATASET = 20;
  private static final List<String> FOLDERS = List.of("1700000000", "1700000001");
  private final long seed = Long.getLong("reload.proof.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private List<TestProcess> processes;

  RacesContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void haveOneWinner() throws Exception {
    System.out.printf("races: seed %d (%s)%n", seed, getClass().getSimpleName());
    var zones = new TestZones();
    processes =
        List.of(
            TestProcess.driven(database, zones, FaultPoint.OPEN),
            TestProcess.driven(database, zones, FaultPoint.OPEN));
    TestDataset dataset = null;
    for (int race = 0; race < RACES; race++) {
      if (race % OF_ONE_DATASET == 0) {
        dataset = new TestDataset(database, zones, "orders" + race, random.nextInt(3) == 0);
      }
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
    threads.shutdown();
    processes.forEach(TestProcess::close);
    System.out.printf("races: %d run (%s)%n", RACES, getClass().getSimpleName());
  }

  @Test
  void forALeaseHaveOneWinner() throws Exception {
    var zones = new TestZones();
    var dataset = new TestDataset(database, zones, "orders", false);
    dataset.put("a.csv", "a");
    try (var process = TestProcess.driven(database, zones, FaultPoint.OPEN)) {
      process.send("direct:accept-notification", dataset.trigger());
    }
    var leases = new RacesForLeases(dataset, threads);
    for (int race = 0; race < LEASES; race++) {
      leases.race(race);
    }
    threads.shutdown();
    System.out.printf(
        "races for a lease: %d taken over, %d renewed in time (%s)%n",
        leases.taken(), leases.renewed(), getClass().getSimpleName());
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
      one.get(1, TimeUnit.MINUTES);
    }
    if (!race.drivenAtOnce()) {
      race.checkDecisions();
    }
    var driving = processes.stream().map(process -> threads.submit(process::drive)).toList();
    for (var one : driving) {
      one.get(1, TimeUnit.MINUTES);
    }
    race.checkEnd();
    race.clear(processes.get(0));
  }

  interface Contestant {
    void go(TestProcess process);
  }

  static Stream<String> folders(TestDataset dataset) {
    return FOLDERS.stream().map(epoch -> dataset.prefix() + "upload_date=" + epoch + "/ann/csv/");
  }

  static ExecutionRequest wish(TestDataset dataset, ExecutionRequest.Trigger trigger) {
    return new ExecutionRequest(dataset.dataset().id(), "bob", trigger);
  }

  static void start(TestProcess process, TestDataset dataset, Selection files, Race race) {
    var wish = wish(dataset, new SelectionTrigger(files));
    race.decided(process.bean(Executions.class).accept(wish));
  }

  static void restore(TestProcess process, TestDataset dataset, String execution, Race race) {
    race.decided(
        process.bean(Executions.class).accept(wish(dataset, new RestoreTrigger(execution))));
  }
}
