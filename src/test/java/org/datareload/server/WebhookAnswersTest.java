package org.datareload.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datareload.api.TestServer.record;

import java.util.List;
import java.util.Map;
import org.datareload.api.TestServer;
import org.datareload.api.TestServer.Reply;
import org.datareload.testing.LogLines;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the webhook answers about the records of a message. */
class WebhookAnswersTest {
  private static final String FOLDER = "sales/orders/upload_date=1700000000/ana/csv/";
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(Map.of());
    server.createDataset("sales", "orders");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aRedeliveryIsKnown() {
    server.putQuietly(FOLDER + "a.csv", "1");
    var event = TestServer.event(FOLDER + "a.csv");

    var first = post(event).text();
    var second = post(event).text();

    // The sweep at the start may be faster.
    assertThat(first).isIn(counts(1, 0, 0), counts(0, 1, 0));
    assertThat(second).isEqualTo(counts(0, 1, 0));
  }

  @Test
  void aTriggerFileIsAcceptedOnce() {
    var folder = FOLDER.replace("1700000000", "1700000001");
    server.putQuietly(folder + "b.csv", "1");
    server.putQuietly(folder + "_SUCCESS", "");
    var event = TestServer.event(folder + "_SUCCESS");

    assertThat(post(event).text()).isIn(counts(1, 0, 0), counts(0, 1, 0));
    assertThat(post(event).text()).isEqualTo(counts(0, 1, 0));
  }

  @Test
  void recordsOfNoInterestAreRefused() {
    var data = record(FOLDER + "gone.csv");
    var records =
        List.of(
            data,
            data.replace(TestServer.LANDING, "another"),
            data.replace("ObjectCreated:Put", "ObjectAccessed:Get"),
            record("sales/orders/misplaced.csv"));

    assertThat(post("{\"Records\":[" + String.join(",", records) + "]}").text())
        .isEqualTo(counts(0, 1, 3));
  }

  /** The store has the object at one of both keys. */
  @Test
  void anUnknownSourceIsCountedByRecordsAndMakesNoProblem() {
    var key = FOLDER + "p+q%20.csv";
    server.putQuietly(key, "1");
    var event = TestServer.event("KEY").replace("minio:s3", "sgws:s3");

    assertThat(post(event.replace("KEY", key)).text()).isIn(counts(1, 0, 0), counts(0, 1, 0));
    assertThat(post(event.replace("KEY", "no%2Fwhere+else")).text()).isEqualTo(counts(0, 0, 1));
    assertThat(server.get("/api/v1/problems").json().path("problems")).isEmpty();
    assertThat(server.get("/api/v1/datasets/sales/orders/files?q=p%2Bq").text()).contains(key);
  }

  @Test
  void theTwoFieldsOfMinioStartAnExecution() {
    var folder = FOLDER.replace("1700000000", "1700000002");
    server.putQuietly(folder + "b c.csv", "1");
    server.putQuietly(folder + "_SUCCESS", "");
    var event = "{\"EventName\":\"s3:ObjectCreated:Put\",\"Key\":\"%s/%s\"}";

    var encoded = (folder + "b c.csv").replace("/", "%2F").replace("=", "%3D").replace(" ", "+");
    assertThat(post(event.formatted(TestServer.LANDING, encoded)).text())
        .isIn(counts(1, 0, 0), counts(0, 1, 0));
    assertThat(post(event.formatted(TestServer.LANDING, folder + "_SUCCESS")).text())
        .isIn(counts(1, 0, 0), counts(0, 1, 0));
    assertThat(post(event.formatted("another", folder + "_SUCCESS")).text())
        .isEqualTo(counts(0, 0, 1));
    assertThat(server.get("/api/v1/problems").json().path("problems")).isEmpty();
  }

  /** SNS sends its messages as text. */
  @Test
  void aMessageOfSnsIsText() {
    var inside = TestServer.event(FOLDER + "sns.csv").replace("\n", "").replace("\"", "\\\"");
    var notification = "{\"Type\":\"Notification\",\"Message\":\"" + inside + "\"}";
    var confirmation =
        "{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"arn:aws:sns:r:1:t\","
            + "\"SubscribeURL\":\"https://sns.r.amazonaws.com/?Token=1\"}";

    assertThat(post(notification).text()).isEqualTo(counts(0, 1, 0));
    try (var log = LogLines.ofProgram()) {
      assertThat(post(confirmation).text()).isEqualTo(counts(0, 0, 0));
      assertThat(log.all()).contains("https://sns.r.amazonaws.com/?Token=1");
    }
  }

  /** As curl sends it unless told otherwise. */
  @Test
  void theTypeOfAFormDoesNotHideTheMessage() {
    var type = "application/x-www-form-urlencoded";

    assertThat(post(TestServer.event(FOLDER + "form.csv"), type).text()).isEqualTo(counts(0, 1, 0));
  }

  @Test
  void anUnreadableMessageIsToldToTheSenderAndInTheLog() {
    var wrong = "A record lacks s3.bucket.name or s3.object.key";
    try (var log = LogLines.ofProgram()) {
      var reply = post("{\"Records\":[{\"eventSource\":\"aws:s3\",\"s3\":{}}]}");

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.json().path("detail").asText()).startsWith(wrong);
      assertThat(log.all()).contains(wrong);
    }
  }

  private static Reply post(String body) {
    return post(body, "text/plain; charset=UTF-8");
  }

  private static Reply post(String body, String type) {
    var headers = Map.of("Authorization", "Bearer " + TestServer.TOKEN, "Content-Type", type);
    var reply = server.send("POST", "/events/s3", body, headers);
    assertThat(reply.status()).as(reply.text()).isIn(200, 400);
    return reply;
  }

  private static String counts(int accepted, int known, int refused) {
    return "{\"accepted\":%d,\"known\":%d,\"refused\":%d}".formatted(accepted, known, refused);
  }
}
