package org.datareload.config;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.api.TestServer.LAKE;
import static org.datareload.api.TestServer.LANDING;
import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datareload.api.TestServer;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.NewDataset;
import org.datareload.demo.EmbeddedSqs;
import org.datareload.demo.S3EventJson;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.store.StoredObject;
import org.datareload.testing.Ports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** The whole program, seen by S3, SQS, SMTP and monitoring. */
class ProgramTest {
  private static final String QUEUE = "events";
  private static final int MANAGEMENT = Ports.free();
  private static EmbeddedSqs sqs;
  private static SqsClient queue;
  private static String queueUrl;
  private static TestServer server;
  private static int datasets;

  private final Dataset dataset = createDataset("orders" + ++datasets);
  private final String folder = dataset.name().prefix() + "upload_date=1767225600/ana/csv/";

  @BeforeAll
  static void start() {
    sqs = EmbeddedSqs.start(0, "us-east-1");
    queue = sqs.client();
    queueUrl = sqs.createQueue(QUEUE);
    server =
        new TestServer(
            Map.of(
                "reload.sqs.queue", QUEUE,
                "reload.sqs.endpoint", sqs.endpoint().toString(),
                "reload.management.port", Integer.toString(MANAGEMENT)));
    sendEvents();
  }

  @AfterAll
  static void stop() {
    server.close();
    queue.close();
    sqs.close();
  }

  /** Lets the store send an event for each object written to the landing zone. */
  private static void sendEvents() {
    server.s3().onObject(new S3EventJson("us-east-1").sender(queue, queueUrl, LANDING));
  }

  private static Dataset createDataset(String name) {
    var notify = List.of("owner@example.com");
    return server
        .program()
        .reload()
        .datasets
        .create(new NewDataset("sales", name, "csv", "reload", DatasetSettings.of(notify)));
  }

  private static List<String> keys(String bucket, String prefix) {
    var keys = new ArrayList<String>();
    server
        .program()
        .store()
        .list(bucket, prefix, page -> page.stream().map(StoredObject::key).forEach(keys::add));
    return keys;
  }

  private List<Execution> executions() {
    return server.program().reload().executions.page(dataset.id(), null, null, 100);
  }

  private List<Execution> awaitEnded(int count) {
    await()
        .until(
            () ->
                executions().size() == count
                    && executions().stream().allMatch(execution -> execution.status().isOver()));
    return executions();
  }

  private List<String> subjects() throws Exception {
    var subjects = new ArrayList<String>();
    for (var message : server.mail().received()) {
      if (message.getSubject().startsWith("[" + dataset.name() + "]")) {
        subjects.add(message.getSubject());
      }
    }
    return subjects;
  }

  @Test
  void reloadsAFolderAndSendsAMail() throws Exception {
    server.putQuietly(folder + "a b.csv", "a");
    server.putQuietly(folder + "ü+%41.csv", "b");
    server.putQuietly(folder + "_SUCCESS", "");

    var execution = awaitEnded(1).get(0);

    assertThat(execution.status()).isEqualTo(Status.COMPLETED);
    assertThat(execution.startedBy()).isEqualTo("ana");
    assertThat(keys(LAKE, folder))
        .containsExactly(
            folder + execution.id() + "/a b.csv", folder + execution.id() + "/ü+%41.csv");
    assertThat(keys(LANDING, dataset.name().prefix())).isEmpty();
    await().until(() -> subjects().size() == 1);
    assertThat(subjects()).containsExactly("[" + dataset.name() + "] Reload completed: 2 files");
  }

  @Test
  void failsWithAMailIfATriggerFileHasNoDataFiles() throws Exception {
    server.putQuietly(folder + "_SUCCESS", "anything");

    assertThat(awaitEnded(1).get(0).reason().code()).isEqualTo("no_data_files");
    await().until(() -> subjects().size() == 1);
    assertThat(subjects().get(0)).startsWith("[" + dataset.name() + "] Reload failed: no data");
  }

  @Test
  void movesUnreadableMessagesToTheDeadLetterQueueAndContinues() throws Exception {
    var dead = queue.getQueueUrl(q -> q.queueName(EmbeddedSqs.deadLetters(QUEUE)));
    setVisibilityTimeout("1");
    var unreadable = List.of("[".repeat(200_000), "nothing", "null", "[]");
    unreadable.forEach(body -> queue.sendMessage(m -> m.queueUrl(queueUrl).messageBody(body)));

    var undeliverable = new ArrayList<Message>();
    await()
        .until(
            () -> {
              // On a slow machine, an event of another test may not be handled within a second.
              queue.receiveMessage(r -> inspect(r, dead.queueUrl())).messages().stream()
                  .filter(message -> unreadable.contains(message.body()))
                  .forEach(undeliverable::add);
              return undeliverable.size() == unreadable.size();
            });
    assertThat(undeliverable)
        .extracting(Message::body)
        .containsExactlyInAnyOrderElementsOf(unreadable);
    setVisibilityTimeout("30");
    // Five times by the program, and once by this test.
    assertThat(undeliverable)
        .extracting(message -> message.attributes().get(APPROXIMATE_RECEIVE_COUNT))
        .containsOnly("6");
    server.putQuietly(folder + "a.csv", "a");
    server.putQuietly(folder + "_SUCCESS", "");
    assertThat(awaitEnded(1).get(0).status()).isEqualTo(Status.COMPLETED);
  }

  private static void setVisibilityTimeout(String seconds) {
    queue.setQueueAttributes(
        q -> q.queueUrl(queueUrl).attributesWithStrings(Map.of("VisibilityTimeout", seconds)));
  }

  private static void inspect(ReceiveMessageRequest.Builder request, String queueUrl) {
    request
        .queueUrl(queueUrl)
        .maxNumberOfMessages(10)
        .messageSystemAttributeNames(APPROXIMATE_RECEIVE_COUNT);
  }

  @Test
  void ignoresTestEventsAndMessageAttributesThatSteerCamel() throws Exception {
    send("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");
    var events = new S3EventJson("us-east-1");
    server
        .s3()
        .onObject(
            written -> {
              if (written.bucket().equals(LANDING)) {
                send(events.event(written));
              }
            });
    try {
      server.putQuietly(folder + "a.csv", "a");
      server.putQuietly(folder + "_SUCCESS", "");
      assertThat(awaitEnded(1).get(0).status()).isEqualTo(Status.COMPLETED);
    } finally {
      sendEvents();
    }

    await().until(() -> subjects().size() == 1);
    assertThat(subjects()).containsExactly("[" + dataset.name() + "] Reload completed: 1 files");
    assertThat(keys(LAKE, folder)).hasSize(1).allMatch(key -> key.endsWith("/a.csv"));
    assertThat(keys(LANDING, dataset.name().prefix())).isEmpty();
    assertThat(server.mail().received())
        .allSatisfy(
            mail ->
                assertThat(mail.getAllRecipients())
                    .extracting(Object::toString)
                    .containsExactly("owner@example.com"));
  }

  /** Sends a message with attributes that would steer Camel's components as headers. */
  private static void send(String body) {
    var evil = MessageAttributeValue.builder().dataType("String").stringValue("evil").build();
    var names =
        List.of(
            "CamelSqlQuery",
            "To",
            "Bcc",
            "mail.smtp.host",
            "CamelAwsS3Key",
            "CamelHttpUri",
            "CamelAwsSqsReceiptHandle",
            "CamelBeanMethodName",
            "recipientList");
    var attributes = names.stream().collect(toMap(name -> name, name -> evil));
    queue.sendMessage(m -> m.queueUrl(queueUrl).messageBody(body).messageAttributes(attributes));
  }

  @Test
  void reportsHealthAndMetrics() throws Exception {
    var health = observe("health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("database", "landing-zone", "data-lake-zone", "queue");
    assertThat(observe("metrics").body())
        .contains("camel_exchanges_total", "routeId=\"copy-files\"");
  }

  @Test
  void servesNoFilesOfItsWorkingDirectory() throws Exception {
    for (var path : List.of("/application.properties", "/pom.xml", "/routes/sqs.camel.yaml")) {
      assertThat(server.get(path).status()).as(path).isEqualTo(404);
    }
  }

  private static HttpResponse<String> observe(String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:%d/observe/%s".formatted(MANAGEMENT, path));
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
