package org.datareload.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.datareload.api.TestServer;
import org.datareload.config.Application;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.NewDataset;
import org.datareload.demo.EmbeddedMail;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedSqs;
import org.datareload.demo.S3EventJson;
import org.datareload.store.ObjectRef;
import org.datareload.store.PutCondition;
import org.datareload.testing.H2File;
import org.datareload.testing.ManyRows;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The whole application with an S3, an SQS and a mail server in this process. */
final class PageServer implements AutoCloseable {
  static final String LANDING = "landing-zone";
  static final String LAKE = "data-lake-zone";
  private static final String REGION = "us-east-1";
  private static final String OTHER_PROCESS = "another process";

  private static final Pattern SWEPT =
      Pattern.compile("camel_exchanges_succeeded_total\\{[^}]*sweep-landing-zone[^}]*} [1-9]");

  private static PageServer shared;

  final EmbeddedS3 s3;
  private final EmbeddedSqs sqs;
  private final SqsClient queueClient;
  private final String queue;
  private final EmbeddedMail mail;
  private final H2File file = new H2File();
  final Jdbi database;
  private final Application application;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final int management;

  private PageServer(Map<String, String> more) throws Exception {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    s3 = EmbeddedS3.inMemory();
    sqs = EmbeddedSqs.start(0, REGION);
    mail = EmbeddedMail.start(0);
    s3.createBucket(LANDING);
    s3.createBucket(LAKE);
    queue = sqs.createQueue("landing-events");
    queueClient = sqs.client();
    s3.onObject(new S3EventJson(REGION).sender(queueClient, queue, LANDING));
    var port = TestServer.freePort();
    address = URI.create("http://127.0.0.1:" + port);
    var settings = new HashMap<String, String>();
    settings.put("reload.lz.bucket", LANDING);
    settings.put("reload.dlz.bucket", LAKE);
    settings.put("reload.trigger.settle", "0s");
    settings.put("reload.s3.endpoint", s3.endpoint().toString());
    settings.put("reload.s3.path-style", "true");
    settings.put("reload.sqs.queue", "landing-events");
    settings.put("reload.sqs.endpoint", sqs.endpoint().toString());
    settings.put("reload.mail.port", Integer.toString(mail.port()));
    settings.put("reload.mail.interval", "200ms");
    database = Jdbi.create(file.url(), "reload", "");
    settings.put("reload.db.url", file.url());
    settings.put("reload.db.user", "reload");
    settings.put("reload.http.port", Integer.toString(port));
    management = TestServer.freePort();
    settings.put("reload.management.port", Integer.toString(management));
    settings.put("reload.sweep.interval", "1h");
    settings.put("reload.uploads.single-up-to", "1MiB");
    settings.put("reload.uploads.part-size", "8MiB");
    settings.putAll(more);
    application = Application.start(settings);
  }

  /** The server that all tests of this JVM share. */
  static synchronized PageServer shared() throws Exception {
    if (shared == null) {
      shared = new PageServer(Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "close-server"));
    }
    return shared;
  }

  /** A server with other settings. */
  static PageServer with(Map<String, String> settings) throws Exception {
    return new PageServer(settings);
  }

  String address() {
    return address.toString();
  }

  /** Creates a dataset; no two tests may use the same one. */
  Dataset dataset(String domain, String name) {
    var notify = List.of("ana@example.com");
    return application
        .reload()
        .datasets
        .create(new NewDataset(domain, name, "csv", "reload", DatasetSettings.of(notify)));
  }

  /** Writes files as an ETL job does, and waits until they are pending. */
  void land(Dataset dataset, List<String> names) throws IOException {
    land(dataset, 1764000000, names);
  }

  void land(Dataset dataset, long epoch, List<String> names) throws IOException {
    var folder = dataset.name().prefix() + "upload_date=%d/etl/csv/".formatted(epoch);
    for (var i = 0; i < names.size(); i++) {
      put(folder + names.get(i), "1,42.50\n".repeat(800 + 500 * (i * 5 % 7)));
    }
    await("pending files").until(() -> new HashSet<>(pending(dataset)).containsAll(names));
  }

  private List<String> pending(Dataset dataset) {
    return database.withHandle(
        h ->
            h.select("SELECT name FROM file WHERE dataset_id = ? AND status = 'pending'")
                .bind(0, dataset.id())
                .mapTo(String.class)
                .list());
  }

  /** Writes an object to the landing zone. */
  void put(String key, String text) throws IOException {
    var content = Files.createTempFile("landed", ".csv");
    Files.writeString(content, text, UTF_8);
    var ref = new ObjectRef(LANDING, key);
    application.store().put(ref, content, "text/csv", Map.of(), new PutCondition.Always()).join();
    Files.delete(content);
  }

  /** The keys of the dataset in the bucket. */
  List<String> keys(String bucket, DatasetName dataset) {
    var keys = new ArrayList<String>();
    application
        .store()
        .list(bucket, dataset.prefix(), page -> page.forEach(o -> keys.add(o.key())));
    return keys;
  }

  /** Starts to process all pending files of the dataset. */
  void startProcessing(Dataset dataset, int files) throws Exception {
    var path = "/api/v1/datasets/%s/executions".formatted(dataset.name());
    var body = "{\"all\":true,\"except\":[],\"expected\":%d}".formatted(files);
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .header("X-Requested-By", "test")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  /** Processes all pending files of the dataset and waits for the end. */
  void process(Dataset dataset, int files) throws Exception {
    startProcessing(dataset, files);
    await("end of the execution")
        .until(() -> count("execution WHERE active_dataset = '" + dataset.id() + "'"), equalTo(0));
  }

  /**
   * Takes the dataset's execution away from this process, as if another process drove it: it stays
   * as it is until {@link #resumeAll}. To hold up the store instead would end in a time-out.
   */
  void suspend(Dataset dataset) {
    var changed =
        database.withHandle(
            h ->
                h.execute(
                    """
                    UPDATE execution
                    SET fence = fence + 1, owner = ?,
                        lease_until = CURRENT_TIMESTAMP + INTERVAL '1' DAY
                    WHERE active_dataset = ?
                    """,
                    OTHER_PROCESS,
                    dataset.id()));
    assertThat(changed).isEqualTo(1);
  }

  /** Lets this process take over all suspended executions. */
  void resumeAll() {
    database.useHandle(
        h -> h.execute("UPDATE execution SET lease_until = NULL WHERE owner = ?", OTHER_PROCESS));
  }

  /** Sets how long folders of the dataset settle, and lets its waiting execution look again. */
  void settle(Dataset dataset, Duration settle) {
    database.useHandle(
        h -> {
          h.execute(
              "UPDATE dataset SET settle_millis = ? WHERE id = ?", settle.toMillis(), dataset.id());
          h.execute(
              "UPDATE execution SET lease_until = NULL WHERE active_dataset = ?", dataset.id());
        });
  }

  /** Waits for a mail with this text in its subject. */
  void awaitMail(String subject) {
    await("mail").until(() -> mail.received().stream().anyMatch(m -> subject(m).contains(subject)));
  }

  private static String subject(MimeMessage mail) {
    try {
      return mail.getSubject();
    } catch (MessagingException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Waits until the landing problems of the domain are recorded. */
  void awaitProblems(String domain, int problems) {
    await("landing problems")
        .until(
            () -> count("landing_problem WHERE object_key LIKE '" + domain + "/%'"),
            equalTo(problems));
  }

  /** Waits until all that was started is over. Events lead to executions, and those to mails. */
  void awaitIdle() {
    await("events").until(this::messages, equalTo(0));
    await("executions")
        .until(() -> count("execution WHERE active_dataset IS NOT NULL"), equalTo(0));
    await("mails")
        .until(() -> count("mail WHERE status = 'new' AND execution_id IS NOT NULL"), equalTo(0));
  }

  private int messages() {
    return queueClient
        .getQueueAttributes(
            q ->
                q.queueUrl(queue)
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }

  private int count(String rows) {
    return database.withHandle(
        h -> h.select("SELECT COUNT(*) FROM " + rows).mapTo(Integer.class).one());
  }

  /**
   * Inserts rows of pending files without objects. The first sweep would find that the objects are
   * missing, so this waits until it is over; no other follows during the tests.
   */
  void insertPending(Dataset dataset, int files) {
    var metrics = URI.create("http://127.0.0.1:%d/observe/metrics".formatted(management));
    await("first sweep")
        .until(
            () -> {
              try (var answer = metrics.toURL().openStream()) {
                return SWEPT.matcher(new String(answer.readAllBytes(), UTF_8)).find();
              }
            });
    ManyRows.pending(database, dataset.id(), files);
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(Chromium.HANG);
  }

  @Override
  public void close() {
    application.close();
    mail.close();
    queueClient.close();
    sqs.close();
    s3.close();
    file.close();
  }
}
