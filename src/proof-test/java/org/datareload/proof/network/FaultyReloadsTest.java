package org.datareload.proof.network;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.datareload.demo.S3EventJson;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.RunningProgram;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.datareload.testing.proxy.FaultProxy;
import org.datareload.testing.proxy.HttpSpeech;
import org.datareload.testing.proxy.TurnSpeech;
import org.junit.jupiter.api.Test;

/**
 * The whole program behind proxies that let requests to S3, SQS, SMTP and PostgreSQL go wrong: of a
 * hundred requests to S3 and SQS and commands to SMTP five, of a hundred exchanges with the
 * database, of which a transaction has several, two. {@code -Dreload.proof.reloads} sets how many
 * reloads there are, {@code -Dreload.proof.datasets} for how many datasets at a time, {@code
 * -Dreload.proof.seed} the seed.
 */
class FaultyReloadsTest {
  private static final int DATASETS = Integer.getInteger("reload.proof.datasets", 5);
  private static final int RELOADS = Integer.getInteger("reload.proof.reloads", 10);
  private static final List<String> BY_PARTS =
      List.of("CreateMultipartUpload", "UploadPartCopy", "CompleteMultipartUpload");

  static {
    // The mail server throws on its own thread where a connection ends in the middle of a letter.
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
  }

  private final long seed = Long.getLong("reload.proof.seed", System.nanoTime());
  private final Random seeds = new Random(seed);
  private int completed;

  @Test
  void endEachWithItsMailAndLoseNothing() throws Exception {
    System.out.printf("faulty reloads: seed %d%n", seed);
    var zones = new TestZones();
    try (var database = TestDatabases.postgres();
        var s3 = new FaultProxy(zones.server().endpoint().getPort(), new HttpSpeech());
        var postgres = new FaultProxy(database.port(), new TurnSpeech(words -> true))) {
      var datasets =
          IntStream.range(0, DATASETS)
              .mapToObj(i -> new TestDataset(database, zones, "orders" + i, i == 0))
              .toList();
      reload(zones, datasets, s3, postgres, database);
      try (var healthy = TestProcess.driven(database, zones, FaultPoint.OPEN)) {
        datasets.forEach(dataset -> settle(dataset, healthy));
      }
    }
    System.out.printf("faulty reloads: %d, %d completed%n", reloads(), completed);
    assertThat(completed).as("completed").isGreaterThanOrEqualTo(reloads() * 8 / 10);
  }

  /** One for each proxy, so that none waits for another one's turn. */
  private Random random() {
    return new Random(seeds.nextLong());
  }

  private static int reloads() {
    return RELOADS / DATASETS * DATASETS;
  }

  private void reload(
      TestZones zones,
      List<TestDataset> datasets,
      FaultProxy s3,
      FaultProxy postgres,
      TestDatabase database)
      throws Exception {
    try (var servers = new Servers();
        var sqs = new FaultProxy(servers.sqs.endpoint().getPort(), new HttpSpeech());
        var mail = new FaultProxy(servers.mail.port(), new TurnSpeech(words -> true));
        var program = new RunningProgram(settings(zones, s3, sqs, mail, postgres, database))) {
      zones
          .server()
          .onObject(
              new S3EventJson("us-east-1")
                  .sender(servers.queue, servers.queueUrl, zones.zones().landing()));
      var adversities =
          List.of(
              new Adversity("S3", s3, 5, random()),
              new Adversity("SQS", sqs, 5, random()),
              new Adversity("SMTP", mail, 5, random()),
              new Adversity("PostgreSQL", postgres, 2, random()));
      for (int round = 1; round <= reloads() / DATASETS; round++) {
        for (var dataset : datasets) {
          upload(dataset, round);
        }
        for (var dataset : datasets) {
          end(dataset, round);
        }
      }
      adversities.forEach(Adversity::end);
      checkMails(servers, datasets);
      adversities.forEach(Adversity::assertStruck);
      for (var kind : BY_PARTS) {
        System.out.printf("faulty reloads: %d %s%n", s3.requests(kind), kind);
        assertThat(s3.requests(kind)).as(kind).isGreaterThanOrEqualTo(reloads());
      }
    } finally {
      zones.server().onObject(written -> {});
    }
  }

  private static Map<String, String> settings(
      TestZones zones,
      FaultProxy s3,
      FaultProxy sqs,
      FaultProxy mail,
      FaultProxy postgres,
      TestDatabase database) {
    return Map.ofEntries(
        Map.entry("reload.lz.bucket", zones.zones().landing()),
        Map.entry("reload.dlz.bucket", zones.zones().lake()),
        Map.entry("reload.s3.endpoint", "http://127.0.0.1:" + s3.port()),
        Map.entry("reload.copies.multipart-threshold", "64KiB"),
        Map.entry("reload.copies.part-size", "5MiB"),
        Map.entry("reload.sqs.endpoint", "http://127.0.0.1:" + sqs.port()),
        Map.entry("reload.mail.port", Integer.toString(mail.port())),
        Map.entry("reload.mail.interval", "200ms"),
        Map.entry("reload.db.url", database.url(postgres.port())),
        Map.entry("reload.db.user", "postgres"),
        Map.entry("reload.executions.lease", "10s"),
        Map.entry("reload.sweep.interval", "5s"));
  }

  private static void upload(TestDataset dataset, int round) {
    for (var name : List.of("a.csv", "b.csv")) {
      dataset.put(name, name + " of round " + round);
    }
    // Copied by parts; by two of them where no trash keeps it, since all of it is in memory.
    var size = dataset.dataset().skipTrash() ? 5 * 1024 * 1024 + 1 : 100 * 1024;
    dataset.put("c.csv", "x".repeat(size) + round);
    dataset.trigger();
  }

  private void end(TestDataset dataset, int executions) {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              hurry(dataset);
              var all = dataset.executions();
              return all.size() == executions && all.stream().allMatch(e -> e.status().isOver());
            });
    var newest = dataset.newest();
    if (newest.status() == Status.COMPLETED) {
      completed++;
    } else {
      assertThat(newest.status()).as("%s", newest).isEqualTo(Status.FAILED);
      assertThat(newest.reason().text()).isNotBlank();
      System.out.printf("faulty reloads: failed, %s%n", newest.reason());
    }
    Invariants.always(dataset);
  }

  /** Back-off of mails passes faster here, as do claims whose end did not reach the database. */
  private static void hurry(TestDataset dataset) {
    dataset
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "UPDATE mail SET next_at = CURRENT_TIMESTAMP, claimed_until = NULL"
                        + " WHERE status = 'new' AND (claimed_until IS NULL OR claimed_until"
                        + " < CURRENT_TIMESTAMP + INTERVAL '105' SECOND)"));
  }

  /** One letter an execution; a second one of the same id where the server's 250 was lost. */
  private void checkMails(Servers servers, List<TestDataset> datasets) throws Exception {
    var rows = datasets.get(0);
    await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> {
              hurry(rows);
              return rows.rows("SELECT id FROM mail WHERE status <> 'sent'").isEmpty();
            });
    var ids = new ArrayList<String>();
    for (var message : servers.mail.received()) {
      ids.add(message.getMessageID());
    }
    var byId = ids.stream().collect(groupingBy(id -> id, counting()));
    assertThat(byId).hasSize(reloads());
    System.out.printf("faulty reloads: %d letters for %d%n", ids.size(), byId.size());
  }

  private static void settle(TestDataset dataset, TestProcess healthy) {
    dataset.cleanUp(healthy);
    healthy.send("direct:sweep-landing-zone", null);
    healthy.drive();
    Invariants.quiet(dataset);
  }
}
