package org.datareload.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datareload.api.TestServer;
import org.datareload.config.Application;
import org.datareload.config.ReloadComponents;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.NewDataset;
import org.datareload.demo.EmbeddedMail;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedSqs;
import org.datareload.demo.S3EventJson;
import org.datareload.store.ObjectStore;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The whole program on servers of its own, as the demo runs it, for tests from outside. */
public final class RunningProgram implements AutoCloseable {
  public static final String LANDING = "landing";
  public static final String LAKE = "lake";
  public static final String QUEUE = "events";

  public final EmbeddedS3 s3 = EmbeddedS3.inMemory();
  public final EmbeddedSqs sqs = EmbeddedSqs.start(0, "us-east-1");
  public final EmbeddedMail mail = EmbeddedMail.start(0);
  public final SqsClient queue = sqs.client();
  public final String queueUrl = sqs.createQueue(QUEUE);
  public final int port = TestServer.freePort();
  public final int managementPort = TestServer.freePort();
  private final H2File database = new H2File();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Application program;

  /**
   * @param given what differs from the tests' own settings
   */
  public RunningProgram(Map<String, String> given) {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    s3.createBucket(LANDING);
    s3.createBucket(LAKE);
    var properties = new HashMap<String, String>();
    properties.putAll(
        Map.of(
            "reload.lz.bucket",
            LANDING,
            "reload.dlz.bucket",
            LAKE,
            "reload.s3.endpoint",
            s3.endpoint().toString(),
            "reload.s3.path-style",
            "true",
            "reload.sqs.queue",
            QUEUE,
            "reload.sqs.endpoint",
            sqs.endpoint().toString(),
            "reload.mail.port",
            Integer.toString(mail.port())));
    properties.putAll(
        Map.of(
            "reload.db.url",
            database.url(),
            "reload.http.port",
            Integer.toString(port),
            "reload.management.port",
            Integer.toString(managementPort),
            "reload.events.token",
            "let-me-in",
            "reload.sweep.interval",
            "1h"));
    properties.putAll(given);
    program = Application.start(properties);
  }

  /** Lets the store announce what is written to the landing zone. */
  public RunningProgram announcing() {
    s3.onObject(new S3EventJson("us-east-1").sender(queue, queueUrl, LANDING));
    return this;
  }

  public ObjectStore store() {
    return program.store();
  }

  public ReloadComponents reload() {
    return program.reload();
  }

  public Dataset createDataset(String domain, String name) {
    return reload()
        .datasets
        .create(
            new NewDataset(domain, name, "csv", "reload", "", List.of("owner@example.com"), false));
  }

  /** Asks the program, or its management port. */
  public HttpResponse<String> get(int port, String path) throws Exception {
    var address = URI.create("http://127.0.0.1:" + port + path);
    return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    program.close();
    queue.close();
    mail.close();
    sqs.close();
    s3.close();
    database.close();
  }
}
