package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.MessagingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.datareload.dataset.Replaced;
import org.datareload.demo.EmbeddedMail;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Written;
import org.datareload.demo.EmbeddedSqs;
import org.datareload.demo.S3EventJson;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.store.StoredObject;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What children share: S3, SQS and SMTP servers in this process, a database, and datasets. */
final class Cluster implements AutoCloseable {
  private static final String QUEUE = "events";

  /** Bytes of a file that is copied by parts; low, as all of them stay in memory. */
  private static final int LARGE = 64 * 1024;

  private static final int TWO_PARTS = 5 * 1024 * 1024;

  static {
    // The mail server throws on its own thread if a sender dies in the middle of a mail.
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
  }

  final TestZones zones = new TestZones();
  final EmbeddedMail mail = EmbeddedMail.start(0);
  final DatabaseServer database;
  List<TestDataset> datasets = List.of();
  final EmbeddedSqs sqs = EmbeddedSqs.start(0, "us-east-1");
  final SqsClient queue = sqs.client();
  final String queueUrl = sqs.createQueue(QUEUE);
  private final Map<String, String> given = new HashMap<>();

  /**
   * @param datasets how many; the first one skips the trash
   * @param given properties of all children
   */
  Cluster(DatabaseServer database, int datasets, Map<String, String> given) {
    this.database = database;
    this.given.putAll(given);
    database.change(
        opened ->
            this.datasets =
                IntStream.range(0, datasets)
                    .mapToObj(
                        i ->
                            new TestDataset(
                                opened,
                                zones,
                                "orders" + i,
                                i == 0 ? Replaced.DELETE : Replaced.TRASH))
                    .toList());
    // Messages that a dead process had received return soon.
    queue.setQueueAttributes(
        q -> q.queueUrl(queueUrl).attributesWithStrings(Map.of("VisibilityTimeout", "5")));
    onObject(eventSender());
  }

  /** Sends the event of an object once. */
  Consumer<Written> eventSender() {
    return new S3EventJson("us-east-1").sender(queue, queueUrl, zones.zones().landing());
  }

  void onObject(Consumer<Written> listener) {
    zones.server().onObject(listener);
  }

  void intercept(Interceptor interceptor) {
    zones.server().intercept(interceptor);
  }

  /** Removes the interceptor. */
  void stopIntercepting() {
    intercept(Interceptor.NONE);
  }

  /** A child, not started. */
  Child child(Path folder) {
    return child(folder, Map.of());
  }

  /**
   * @param own properties of this child
   */
  Child child(Path folder, Map<String, String> own) {
    var properties = new TreeMap<>(database.properties());
    properties.put("reload.lz.bucket", zones.zones().landing());
    properties.put("reload.dlz.bucket", zones.zones().lake());
    properties.put("reload.trigger.settle", "0s");
    properties.put("reload.s3.endpoint", zones.server().endpoint().toString());
    properties.put("reload.s3.path-style", "true");
    properties.put("reload.copies.multipart-threshold", LARGE + "B");
    properties.put("reload.copies.part-size", "5MiB");
    properties.put("reload.sqs.queue", QUEUE);
    properties.put("reload.sqs.endpoint", sqs.endpoint().toString());
    properties.put("reload.mail.port", Integer.toString(mail.port()));
    properties.put("reload.mail.interval", "1s");
    properties.putAll(given);
    properties.putAll(own);
    return new Child(folder, properties);
  }

  /** Uploads three files and a trigger file for each dataset. */
  void upload(String round) {
    datasets.forEach(dataset -> files(dataset, round).forEach(dataset::put));
    datasets.forEach(TestDataset::trigger);
  }

  /**
   * The files of a round, by name. One is copied in parts: in two where no trash keeps it, since
   * all of it is in memory.
   */
  Map<String, String> files(TestDataset dataset, String round) {
    var large = dataset == datasets.get(0) ? TWO_PARTS + 1 : LARGE + 1;
    return Map.of(
        round + "-a.csv",
        round,
        round + "-b.csv",
        round,
        round + "-c.csv",
        round + "x".repeat(large));
  }

  /** Waits until every trigger file is gone and nothing is processing. */
  void awaitSettled(Child child) {
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> triggers().isEmpty() && !child.api.isProcessing());
  }

  /** The trigger files in the landing zone. */
  List<String> triggers() {
    return zones.list(zones.zones().landing(), "sales/").stream()
        .map(StoredObject::key)
        .filter(key -> key.endsWith("/_SUCCESS"))
        .toList();
  }

  /** Asserts that readers find exactly the files of this round in every dataset. */
  void assertContent(String round) {
    datasets.forEach(dataset -> assertContent(dataset, files(dataset, round)));
  }

  static void assertContent(TestDataset dataset, Map<String, String> expected) {
    var found = dataset.content();
    // Not isEqualTo, which would print megabytes.
    assertThat(found.equals(expected))
        .as("%s: %s instead of %s", dataset.prefix(), summary(found), summary(expected))
        .isTrue();
  }

  private static Map<String, String> summary(Map<String, String> content) {
    var summary = new TreeMap<String, String>();
    content.forEach(
        (name, text) ->
            summary.put(
                name,
                "%s, %d bytes, %x"
                    .formatted(
                        text.substring(0, Math.min(20, text.length())),
                        text.length(),
                        text.hashCode())));
    return summary;
  }

  /** Asserts what holds at any time. */
  void assertAlways() {
    database.read(opened -> datasets.forEach(d -> Invariants.always(d.in(opened))));
  }

  /** Asserts what holds once no child lives and all clean-up is done. */
  void assertQuiet(int executions, Status... allowed) {
    assertQuiet(
        all -> {
          assertThat(all).hasSize(executions);
          assertThat(all).allSatisfy(status -> assertThat(status).isIn((Object[]) allowed));
        });
  }

  /**
   * @param statuses asserts the statuses of all executions
   */
  void assertQuiet(Consumer<List<Status>> statuses) {
    database.change(
        opened -> {
          var copies = datasets.stream().map(d -> d.in(opened)).toList();
          try (var process = TestProcess.driven(opened, zones, FaultPoint.OPEN)) {
            process.send("direct:sweep-landing-zone", null);
            process.drive();
            copies.forEach(dataset -> dataset.cleanUp(process));
          }
          copies.forEach(Invariants::quiet);
          var all = copies.stream().flatMap(d -> d.executions().stream());
          statuses.accept(all.map(Execution::status).toList());
        });
  }

  /** Waits for the mails of so many executions; returns how many were sent twice. */
  long awaitMails(int executions) {
    // A mail that a dead process had claimed is free again after two minutes.
    await().atMost(Duration.ofMinutes(10)).until(() -> mailed() == executions);
    return mail.received().size() - mailed();
  }

  /** The number of executions with a mail. */
  long mailed() {
    return mail.received().stream().map(Cluster::messageId).distinct().count();
  }

  private static String messageId(jakarta.mail.internet.MimeMessage message) {
    try {
      return message.getMessageID();
    } catch (MessagingException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The number of messages in the queue and its dead letter queue. */
  int queued() {
    var dead = queue.getQueueUrl(q -> q.queueName(EmbeddedSqs.deadLetters(QUEUE))).queueUrl();
    return queued(queueUrl) + queued(dead);
  }

  private int queued(String url) {
    return queue
        .getQueueAttributes(q -> q.queueUrl(url).attributeNamesWithStrings("All"))
        .attributesAsStrings()
        .entrySet()
        .stream()
        .filter(count -> count.getKey().startsWith("ApproximateNumberOfMessages"))
        .mapToInt(count -> Integer.parseInt(count.getValue()))
        .sum();
  }

  @Override
  public void close() {
    stopIntercepting();
    onObject(written -> {});
    queue.close();
    sqs.close();
    mail.close();
    database.close();
  }
}
