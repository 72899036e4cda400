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

/** All that children share: S3, SQS and SMTP in this process, a database, and datasets. */
final class Cluster implements AutoCloseable {
  private static final String QUEUE = "events";

  /** Bytes of a file that is copied by parts; low, as all of them stay in memory. */
  private static final int LARGE = 64 * 1024;

  private static final int TWO_PARTS = 5 * 1024 * 1024;

  static {
    // The mail server throws on its own thread where the sender dies in the middle of a letter.
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
  }

  final TestZones zones = new TestZones();
  final EmbeddedMail mail = EmbeddedMail.start(0);
  final DatabaseServer ground;
  List<TestDataset> datasets = List.of();
  final EmbeddedSqs sqs = EmbeddedSqs.start(0, "us-east-1");
  final SqsClient queue = sqs.client();
  final String queueUrl = sqs.createQueue(QUEUE);
  private final Map<String, String> given = new HashMap<>();

  /**
   * @param datasets how many; the first one skips the trash
   * @param given properties of all children
   */
  Cluster(DatabaseServer ground, int datasets, Map<String, String> given) {
    this.ground = ground;
    this.given.putAll(given);
    ground.change(
        database ->
            this.datasets =
                IntStream.range(0, datasets)
                    .mapToObj(i -> new TestDataset(database, zones, "orders" + i, i == 0))
                    .toList());
    // What a dead process had received comes again soon.
    queue.setQueueAttributes(
        q -> q.queueUrl(queueUrl).attributesWithStrings(Map.of("VisibilityTimeout", "5")));
    announce(announcer());
  }

  /** Sends the event of an object once. */
  Consumer<Written> announcer() {
    return new S3EventJson("us-east-1").sender(queue, queueUrl, zones.zones().landing());
  }

  void announce(Consumer<Written> listener) {
    zones.server().onObject(listener);
  }

  void intercept(Interceptor interceptor) {
    zones.server().intercept(interceptor);
  }

  /** Lets every request pass again. */
  void letPass() {
    intercept(Interceptor.NONE);
  }

  /** A child that is not started yet. */
  Child child(Path folder) {
    return child(folder, Map.of());
  }

  /**
   * @param own properties of this child
   */
  Child child(Path folder, Map<String, String> own) {
    var properties = new TreeMap<>(ground.properties());
    properties.put("reload.lz.bucket", zones.zones().landing());
    properties.put("reload.dlz.bucket", zones.zones().lake());
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

  /** Drops three files of their own names and a trigger file for each dataset. */
  void dropFiles(String round) {
    datasets.forEach(dataset -> files(dataset, round).forEach(dataset::put));
    datasets.forEach(TestDataset::trigger);
  }

  /**
   * What is dropped in a round, by its names. One file is copied by parts: by two of them where no
   * trash keeps it, since all of it is in memory.
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

  /** Waits until every trigger file is used up and nothing is processing. */
  void awaitSettled(Child child) {
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> triggers().isEmpty() && !child.api.isProcessing());
  }

  /** The trigger files that stand in the landing zone. */
  List<String> triggers() {
    return zones.list(zones.zones().landing(), "sales/").stream()
        .map(StoredObject::key)
        .filter(key -> key.endsWith("/_SUCCESS"))
        .toList();
  }

  /** Whether readers find the files of this round, and nothing else, in every dataset. */
  void assertContent(String round) {
    datasets.forEach(dataset -> assertContent(dataset, files(dataset, round)));
  }

  static void assertContent(TestDataset dataset, Map<String, String> wanted) {
    var found = dataset.content();
    // Not isEqualTo, which would print megabytes.
    assertThat(found.equals(wanted))
        .as("%s: %s is %s", dataset.prefix(), outline(found), outline(wanted))
        .isTrue();
  }

  private static Map<String, String> outline(Map<String, String> content) {
    var outline = new TreeMap<String, String>();
    content.forEach(
        (name, text) ->
            outline.put(
                name,
                "%s, %d bytes, %x"
                    .formatted(
                        text.substring(0, Math.min(20, text.length())),
                        text.length(),
                        text.hashCode())));
    return outline;
  }

  /** What holds at every instant. */
  void assertAlways() {
    ground.look(database -> datasets.forEach(d -> Invariants.always(d.in(database))));
  }

  /** What holds once no child lives and all clean-up is done. */
  void assertQuiet(int executions, Status... allowed) {
    assertQuiet(
        all -> {
          assertThat(all).hasSize(executions);
          assertThat(all).allSatisfy(status -> assertThat(status).isIn((Object[]) allowed));
        });
  }

  /**
   * @param statuses is given those of all executions
   */
  void assertQuiet(Consumer<List<Status>> statuses) {
    ground.change(
        database -> {
          var copies = datasets.stream().map(d -> d.in(database)).toList();
          try (var process = TestProcess.driven(database, zones, FaultPoint.OPEN)) {
            process.send("direct:sweep-landing-zone", null);
            process.drive();
            copies.forEach(dataset -> dataset.cleanUp(process));
          }
          copies.forEach(Invariants::quiet);
          var all = copies.stream().flatMap(d -> d.executions().stream());
          statuses.accept(all.map(Execution::status).toList());
        });
  }

  /** Waits until people were told of so many executions; returns the mails sent twice. */
  long awaitMails(int executions) {
    // A letter that a dead process had claimed is free again after two minutes.
    await().atMost(Duration.ofMinutes(10)).until(() -> told() == executions);
    return mail.received().size() - told();
  }

  /** How many executions people were told of. */
  long told() {
    return mail.received().stream().map(Cluster::messageId).distinct().count();
  }

  private static String messageId(jakarta.mail.internet.MimeMessage message) {
    try {
      return message.getMessageID();
    } catch (MessagingException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Messages that the queue and its dead letter queue hold. */
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
    letPass();
    announce(written -> {});
    queue.close();
    sqs.close();
    mail.close();
    ground.close();
  }
}
