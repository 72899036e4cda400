package org.datareload.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.datareload.api.TestServer;
import org.datareload.config.Application;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.NewDataset;
import org.datareload.demo.EmbeddedMail;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedSqs;
import org.datareload.demo.S3EventJson;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.PutCondition;
import org.datareload.testing.H2File;
import org.datareload.testing.ManyRows;
import org.jdbi.v3.core.Jdbi;

/** The whole program on servers of this process, as the page's tests meet it. */
final class Running implements AutoCloseable {
  static final String LANDING = "landing-zone";
  static final String LAKE = "data-lake-zone";
  private static final String REGION = "us-east-1";

  private static final Pattern SWEPT =
      Pattern.compile("camel_exchanges_succeeded_total\\{[^}]*sweep-landing-zone[^}]*} [1-9]");

  private static Running shared;

  final EmbeddedS3 s3;
  private final EmbeddedSqs sqs;
  private final EmbeddedMail mail;
  private final H2File file = new H2File();
  final Jdbi database;
  private final Application program;
  private final URI address;
  private final int management;

  private Running(Map<String, String> more) throws Exception {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    s3 = EmbeddedS3.inMemory();
    sqs = EmbeddedSqs.start(0, REGION);
    mail = EmbeddedMail.start(0);
    s3.createBucket(LANDING);
    s3.createBucket(LAKE);
    var queue = sqs.createQueue("landing-events");
    s3.onObject(new S3EventJson(REGION).sender(sqs.client(), queue, LANDING));
    var port = TestServer.freePort();
    address = URI.create("http://127.0.0.1:" + port);
    var settings = new HashMap<String, String>();
    settings.put("reload.lz.bucket", LANDING);
    settings.put("reload.dlz.bucket", LAKE);
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
    program = Application.start(settings);
  }

  /** The one that tests share; it ends with the JVM. */
  static synchronized Running shared() throws Exception {
    if (shared == null) {
      shared = new Running(Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "close-program"));
    }
    return shared;
  }

  /** One of its own, with other settings. */
  static Running with(Map<String, String> settings) throws Exception {
    return new Running(settings);
  }

  String address() {
    return address.toString();
  }

  /** A dataset that nobody else uses, in the domain. */
  Dataset dataset(String domain, String name) {
    var notify = List.of("ana@example.com");
    return program
        .reload().datasets
        .create(new NewDataset(domain, name, "csv", "reload", "", notify, false));
  }

  /** Writes files as an ETL job does. */
  void land(DatasetName dataset, List<String> names) throws IOException {
    var folder = "%s/upload_date=1764000000/etl/csv/".formatted(path(dataset));
    for (var i = 0; i < names.size(); i++) {
      put(folder + names.get(i), "1,42.50\n".repeat(800 + 500 * (i * 5 % 7)));
    }
  }

  void put(String key, String text) throws IOException {
    var content = Files.createTempFile("landed", ".csv");
    Files.writeString(content, text, UTF_8);
    var ref = new ObjectRef(LANDING, key);
    store().put(ref, content, "text/csv", Map.of(), new PutCondition.Always()).join();
    Files.delete(content);
  }

  /** The keys that stand below the dataset's prefix in the bucket. */
  List<String> keys(String bucket, DatasetName dataset) {
    var keys = new ArrayList<String>();
    store().list(bucket, dataset.prefix(), page -> page.forEach(o -> keys.add(o.key())));
    return keys;
  }

  List<MimeMessage> mails() {
    return mail.received();
  }

  /**
   * Writes rows of pending files without objects. The first sweep would find those objects gone, so
   * it is waited for; there is no other within a test run.
   */
  void rows(Dataset dataset, int files) {
    var metrics = URI.create("http://127.0.0.1:%d/observe/metrics".formatted(management));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              try (var answer = metrics.toURL().openStream()) {
                return SWEPT.matcher(new String(answer.readAllBytes(), UTF_8)).find();
              }
            });
    ManyRows.pending(database, dataset.id(), files);
  }

  private ObjectStore store() {
    return program.store();
  }

  private static String path(DatasetName dataset) {
    return dataset.domain() + "/" + dataset.name();
  }

  @Override
  public void close() {
    program.close();
    mail.close();
    sqs.close();
    s3.close();
    file.close();
  }
}
