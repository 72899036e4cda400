package org.datareload.proof.network;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.datareload.api.TestServer;
import org.datareload.dataset.Replaced;
import org.datareload.demo.EmbeddedMail;
import org.datareload.demo.EmbeddedSqs;
import org.datareload.demo.S3EventJson;
import org.datareload.execution.Status;
import org.datareload.proof.Proof;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.datareload.testing.proxy.FaultProxy;
import org.datareload.testing.proxy.HttpProtocol;
import org.datareload.testing.proxy.TurnProtocol;
import org.junit.jupiter.api.Test;

/**
 * The whole program behind proxies that inject faults: into 5 % of the requests to S3 and SQS and
 * of the commands to SMTP, and 2 % of the messages to PostgreSQL, of which a transaction has
 * several. {@code -Dreload.proof.reloads} sets the number of reloads, {@code
 * -Dreload.proof.datasets} how many datasets load at a time, {@code -Dreload.proof.seed} the seed.
 */
class FaultyReloadsTest {
  private static final int DATASETS = Proof.number("datasets", 5);
  private static final int RELOADS = Proof.number("reloads", 10);
  private static final List<String> MULTIPART =
      List.of("CreateMultipartUpload", "UploadPartCopy", "CompleteMultipartUpload");

  static {
    // The mail server throws on its own thread if a connection ends in the middle of a mail.
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
  }

  private final long seed = Proof.seed();
  private final Random seeds = new Random(seed);
  private int completed;

  @Test
  void completeWithOneMailEachAndLoseNothing() throws Exception {
    report("faulty reloads: seed %d", seed);
    var zones = new TestZones();
    try (var database = TestDatabases.postgres();
        var postgres = new FaultProxy(database.port(), new TurnProtocol(message -> true))) {
      var datasets =
          IntStream.range(0, DATASETS)
              .mapToObj(
                  i ->
                      new TestDataset(
                          database, zones, "orders" + i, i == 0 ? Replaced.DELETE : Replaced.TRASH))
              .toList();
      var url = database.url(postgres.port());
      reload(zones, datasets, postgres, Map.of("reload.db.url", url, "reload.db.user", "postgres"));
      try (var healthy = TestProcess.driven(database, zones, FaultPoint.OPEN)) {
        datasets.forEach(dataset -> settle(dataset, healthy));
      }
    }
    report("faulty reloads: %d, %d completed", reloads(), completed);
    assertThat(completed).as("completed").isGreaterThanOrEqualTo(reloads() * 8 / 10);
  }

  /** One for each proxy, so that their draws are independent. */
  private Random random() {
    return new Random(seeds.nextLong());
  }

  private static int reloads() {
    return RELOADS / DATASETS * DATASETS;
  }

  private void reload(
      TestZones zones,
      List<TestDataset> datasets,
      FaultProxy postgres,
      Map<String, String> database)
      throws Exception {
    try (var sqs = EmbeddedSqs.start(0, "us-east-1");
        var mail = EmbeddedMail.start(0);
        var queue = sqs.client();
        var s3Proxy = new FaultProxy(zones.server().endpoint().getPort(), new HttpProtocol());
        var sqsProxy = new FaultProxy(sqs.endpoint().getPort(), new HttpProtocol());
        var mailProxy = new FaultProxy(mail.port(), new TurnProtocol(message -> true))) {
      var url = sqs.createQueue("events");
      queue.setQueueAttributes(
          q -> q.queueUrl(url).attributesWithStrings(Map.of("VisibilityTimeout", "2")));
      zones
          .server()
          .onObject(new S3EventJson("us-east-1").sender(queue, url, zones.zones().landing()));
      var settings = new HashMap<>(database);
      settings.putAll(settings(zones, s3Proxy, sqsProxy, mailProxy));
      try (var program = new TestServer(settings)) {
        var faults =
            List.of(
                new RandomFaults("S3", s3Proxy, 5, random()),
                new RandomFaults("SQS", sqsProxy, 5, random()),
                new RandomFaults("SMTP", mailProxy, 5, random()),
                new RandomFaults("PostgreSQL", postgres, 2, random()));
        for (int round = 1; round <= reloads() / DATASETS; round++) {
          for (var dataset : datasets) {
            upload(dataset, round);
          }
          for (var dataset : datasets) {
            awaitEnd(dataset, round);
          }
        }
        faults.forEach(RandomFaults::end);
        checkMails(mail, datasets);
        faults.forEach(RandomFaults::assertHappened);
        for (var kind : MULTIPART) {
          report("faulty reloads: %d %s", s3Proxy.requests(kind), kind);
          assertThat(s3Proxy.requests(kind)).as(kind).isGreaterThanOrEqualTo(reloads());
        }
      }
    } finally {
      zones.server().onObject(written -> {});
    }
  }

  private static Map<String, String> settings(
      TestZones zones, FaultProxy s3, FaultProxy sqs, FaultProxy mail) {
    return Map.ofEntries(
        Map.entry("reload.lz.bucket", zones.zones().landing()),
        Map.entry("reload.dlz.bucket", zones.zones().lake()),
        Map.entry("reload.trigger.settle", "0s"),
        Map.entry("reload.s3.endpoint", "http://127.0.0.1:" + s3.port()),
        Map.entry("reload.copies.multipart-threshold", "64KiB"),
        Map.entry("reload.copies.part-size", "5MiB"),
        Map.entry("reload.sqs.queue", "events"),
        Map.entry("reload.sqs.endpoint", "http://127.0.0.1:" + sqs.port()),
        Map.entry("reload.mail.port", Integer.toString(mail.port())),
        Map.entry("reload.mail.interval", "200ms"),
        Map.entry("reload.executions.lease", "10s"),
        Map.entry("reload.sweep.interval", "5s"));
  }

  private static void upload(TestDataset dataset, int round) {
    for (var name : List.of("a.csv", "b.csv")) {
      dataset.put(name, name + " of round " + round);
    }
    // Copied in parts: in two where no trash keeps it, since all of it is in memory.
    var size = dataset.dataset().replaced() == Replaced.DELETE ? 5 * 1024 * 1024 + 1 : 100 * 1024;
    dataset.put("c.csv", "x".repeat(size) + round);
    dataset.trigger();
  }

  private void awaitEnd(TestDataset dataset, int executions) {
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
      report("faulty reloads: failed, %s", newest.reason());
    }
    Invariants.always(dataset);
  }

  /** Shortens the back-off of mails and the claims whose end did not reach the database. */
  private static void hurry(TestDataset dataset) {
    dataset.execute(
        "UPDATE mail SET next_at = CURRENT_TIMESTAMP, claimed_until = NULL WHERE status = 'new'"
            + " AND (claimed_until IS NULL"
            + " OR claimed_until < CURRENT_TIMESTAMP + INTERVAL '105' SECOND)");
  }

  /** One mail for each execution; another one with its id if the server's 250 was lost. */
  private void checkMails(EmbeddedMail mail, List<TestDataset> datasets) throws Exception {
    var rows = datasets.get(0);
    await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> {
              hurry(rows);
              return rows.rows("SELECT id FROM mail WHERE status <> 'sent'").isEmpty();
            });
    var ids = new ArrayList<String>();
    for (var message : mail.received()) {
      ids.add(message.getMessageID());
    }
    var byId = ids.stream().collect(groupingBy(id -> id, counting()));
    assertThat(byId).hasSize(reloads());
    report("faulty reloads: %d mails for %d executions", ids.size(), byId.size());
  }

  private static void settle(TestDataset dataset, TestProcess healthy) {
    dataset.cleanUp(healthy);
    healthy.send("direct:sweep-landing-zone", null);
    healthy.drive();
    Invariants.quiet(dataset);
  }
}
