package org.datareload.config;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.testing.RunningProgram.LAKE;
import static org.datareload.testing.RunningProgram.LANDING;
import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datareload.dataset.Dataset;
import org.datareload.demo.EmbeddedSqs;
import org.datareload.demo.S3EventJson;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.store.ObjectRef;
import org.datareload.store.PutCondition;
import org.datareload.store.StoredObject;
import org.datareload.testing.RunningProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** The program as its neighbours see it: S3, SQS, SMTP and whoever watches it. */
class ProgramTest {
  private static RunningProgram program;
  private static int datasets;

  private final Dataset dataset = program.createDataset("sales", "orders" + ++datasets);
  private final String folder = dataset.name().prefix() + "upload_date=1767225600/ana/csv/";

  @BeforeAll
  static void start() {
    program = new RunningProgram(Map.of()).announcing();
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  private static void put(String key, String text) throws Exception {
    var content = Files.writeString(Files.createTempFile("object", null), text);
    program
        .store()
        .put(new ObjectRef(LANDING, key), content, "text/csv", Map.of(), new PutCondition.Always())
        .join();
    Files.delete(content);
  }

  private static List<String> keys(String bucket, String prefix) {
    var keys = new ArrayList<String>();
    program
        .store()
        .list(bucket, prefix, page -> page.stream().map(StoredObject::key).forEach(keys::add));
    return keys;
  }

  private List<Execution> executions() {
    return program.reload().executions.page(dataset.id(), null, null, 100);
  }

  private List<Execution> awaitEnded(int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                executions().size() == count
                    && executions().stream().allMatch(execution -> execution.status().isOver()));
    return executions();
  }

  private List<String> subjects() throws Exception {
    var subjects = new ArrayList<String>();
    for (var message : program.mail.received()) {
      if (message.getSubject().startsWith("[" + dataset.name() + "]")) {
        subjects.add(message.getSubject());
      }
    }
    return subjects;
  }

  @Test
  void reloadsFromATriggerFileToAMail() throws Exception {
    put(folder + "a b.csv", "a");
    put(folder + "ü+%41.csv", "b");
    put(folder + "_SUCCESS", "");

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
  void failsWithAMailWhereATriggerFileStandsAlone() throws Exception {
    put(folder + "_SUCCESS", "anything");

    assertThat(awaitEnded(1).get(0).reason().code()).isEqualTo("no_data_files");
    await().until(() -> subjects().size() == 1);
    assertThat(subjects().get(0)).startsWith("[" + dataset.name() + "] Reload failed: no data");
  }

  @Test
  void leavesUnreadableMessagesToTheDeadLetterQueueAndLivesOn() throws Exception {
    var sqs = program.queue;
    var dead = sqs.getQueueUrl(q -> q.queueName(EmbeddedSqs.deadLetters(RunningProgram.QUEUE)));
    sqs.setQueueAttributes(
        q -> q.queueUrl(program.queueUrl).attributesWithStrings(Map.of("VisibilityTimeout", "1")));
    var unreadable = List.of("[".repeat(200_000), "nothing", "null", "[]");
    unreadable.forEach(
        body -> sqs.sendMessage(m -> m.queueUrl(program.queueUrl).messageBody(body)));

    var buried = new ArrayList<Message>();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              buried.addAll(sqs.receiveMessage(r -> inspect(r, dead.queueUrl())).messages());
              return buried.size() == unreadable.size();
            });
    assertThat(buried).extracting(Message::body).containsExactlyInAnyOrderElementsOf(unreadable);
    // Five times by the program, and once by this test.
    assertThat(buried)
        .extracting(message -> message.attributes().get(APPROXIMATE_RECEIVE_COUNT))
        .containsOnly("6");
    put(folder + "a.csv", "a");
    put(folder + "_SUCCESS", "");
    assertThat(awaitEnded(1).get(0).status()).isEqualTo(Status.COMPLETED);
  }

  private static void inspect(ReceiveMessageRequest.Builder request, String queueUrl) {
    request
        .queueUrl(queueUrl)
        .maxNumberOfMessages(10)
        .messageSystemAttributeNames(APPROXIMATE_RECEIVE_COUNT);
  }

  @Test
  void takesATestEventAndAttributesThatSteerCamelForNothing() throws Exception {
    send("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");
    var events = new S3EventJson("us-east-1");
    program.s3.onObject(
        written -> {
          if (written.bucket().equals(LANDING)) {
            send(events.event(written));
          }
        });
    try {
      put(folder + "a.csv", "a");
      put(folder + "_SUCCESS", "");
      assertThat(awaitEnded(1).get(0).status()).isEqualTo(Status.COMPLETED);
    } finally {
      program.announcing();
    }

    await().until(() -> subjects().size() == 1);
    assertThat(subjects()).containsExactly("[" + dataset.name() + "] Reload completed: 1 files");
    assertThat(keys(LAKE, folder)).hasSize(1).allMatch(key -> key.endsWith("/a.csv"));
    assertThat(keys(LANDING, dataset.name().prefix())).isEmpty();
    assertThat(program.mail.received())
        .allSatisfy(
            mail ->
                assertThat(mail.getAllRecipients())
                    .extracting(Object::toString)
                    .containsExactly("owner@example.com"));
  }

  /** Sends a message with attributes that would steer Camel's components, were they headers. */
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
    program.queue.sendMessage(
        m -> m.queueUrl(program.queueUrl).messageBody(body).messageAttributes(attributes));
  }

  @Test
  void tellsWhetherEverythingAnswersThatItLivesOn() throws Exception {
    var health = program.get(program.managementPort, "/observe/health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("database", "landing-zone", "data-lake-zone", "queue");
    assertThat(program.get(program.managementPort, "/observe/metrics").body())
        .contains("camel_exchanges_total", "routeId=\"load-files\"");
  }

  @Test
  void servesNothingOfTheFolderThatItRunsIn() throws Exception {
    for (var path : List.of("/application.properties", "/pom.xml", "/routes/sqs.camel.yaml")) {
      assertThat(program.get(program.port, path).statusCode()).as(path).isEqualTo(404);
    }
  }
}
