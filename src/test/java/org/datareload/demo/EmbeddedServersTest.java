package org.datareload.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.datareload.demo.EmbeddedS3.Written;
import org.datareload.store.AdaptiveLimiter;
import org.datareload.store.S3Clients;
import org.datareload.store.StoreSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

class EmbeddedServersTest {
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(
          AwsBasicCredentials.create(EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY));

  @Test
  void everyWrittenObjectIsReported() {
    try (EmbeddedS3 s3 = EmbeddedS3.inMemory();
        S3AsyncClient client = client(s3)) {
      s3.createBucket("landing");
      s3.createBucket("landing");
      var written = new CopyOnWriteArrayList<Written>();
      s3.onObject(written::add);
      client
          .putObject(p -> p.bucket("landing").key("a b"), AsyncRequestBody.fromString("x"))
          .join();
      client
          .copyObject(
              c ->
                  c.sourceBucket("landing")
                      .sourceKey("a b")
                      .destinationBucket("landing")
                      .destinationKey("c"))
          .join();
      assertThat(written)
          .extracting(Written::event, Written::key, Written::size)
          .containsExactly(tuple("Put", "a b", 1L), tuple("Copy", "c", 1L));
    }
  }

  @Test
  void aBrowserUploadsByAPresignedUrl(@TempDir Path directory)
      throws IOException, InterruptedException {
    try (EmbeddedS3 s3 = EmbeddedS3.onDisk(directory);
        S3Presigner presigner = presigner(s3)) {
      s3.createBucket("landing");
      URI url =
          URI.create(
              presigner
                  .presignPutObject(
                      p ->
                          p.signatureDuration(Duration.ofMinutes(5))
                              .putObjectRequest(
                                  o -> o.bucket("landing").key("a+b.csv").contentType("text/csv")))
                  .url()
                  .toString());
      HttpClient browser = HttpClient.newHttpClient();
      var preflight =
          HttpRequest.newBuilder(url)
              .method("OPTIONS", BodyPublishers.noBody())
              .header("Origin", "http://127.0.0.1:8080")
              .header("Access-Control-Request-Method", "PUT")
              .header("Access-Control-Request-Headers", "content-type,if-none-match")
              .build();
      var allowed = browser.send(preflight, BodyHandlers.ofString());
      assertThat(allowed.statusCode()).isEqualTo(200);
      assertThat(allowed.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
          .contains("PUT");
      var upload =
          HttpRequest.newBuilder(url)
              .PUT(BodyPublishers.ofString("x"))
              .header("Origin", "http://127.0.0.1:8080")
              .header("Content-Type", "text/csv")
              .build();
      var uploaded = browser.send(upload, BodyHandlers.ofString());
      assertThat(uploaded.statusCode()).isEqualTo(200);
      assertThat(uploaded.headers().firstValue("ETag")).isPresent();
      assertThat(uploaded.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
          .contains("ETag");
    }
  }

  @Test
  void eventsAreSentToAQueueWithADeadLetterQueue() throws IOException {
    var written = new Written("Put", "landing", "a/with space+ü.csv", 3, "abc", null);
    try (EmbeddedSqs sqs = EmbeddedSqs.start(0, "us-east-1");
        SqsClient client = sqs.client()) {
      String url = sqs.createQueue("events");
      assertThat(sqs.createQueue("events")).isEqualTo(url);
      var sender = new S3EventJson("us-east-1").sender(client, url, "landing");
      sender.accept(written);
      sender.accept(new Written("Put", "lake", "other", 3, "abc", null));
      for (int i = 0; i < 5; i++) {
        var received = receive(client, url);
        assertThat(received.messages()).hasSize(1);
        var object =
            new ObjectMapper()
                .readTree(received.messages().get(0).body())
                .at("/Records/0/s3/object");
        assertThat(object.at("/key").asText()).isEqualTo("a/with+space%2B%C3%BC.csv");
        assertThat(object.at("/sequencer").asText()).hasSize(16);
      }
      await().until(() -> receive(client, url).messages().isEmpty());
      String dead = client.getQueueUrl(q -> q.queueName("events-dead")).queueUrl();
      await().until(() -> receive(client, dead).messages().size() == 1);
    }
  }

  private static ReceiveMessageResponse receive(SqsClient client, String url) {
    return client.receiveMessage(r -> r.queueUrl(url).visibilityTimeout(0));
  }

  @Test
  void sentMailsAreKept() throws Exception {
    try (EmbeddedMail mail = EmbeddedMail.start(0)) {
      var properties = new Properties();
      properties.put("mail.smtp.host", "127.0.0.1");
      properties.put("mail.smtp.port", String.valueOf(mail.port()));
      var message = new MimeMessage(Session.getInstance(properties));
      message.setFrom("reload@example.org");
      message.setRecipient(Message.RecipientType.TO, new InternetAddress("steward@example.org"));
      message.setSubject("[sales/orders] Reload completed: 3 files");
      message.setText("done");
      Transport.send(message);
      await().until(() -> !mail.received().isEmpty());
      List<MimeMessage> received = mail.received();
      assertThat(received).hasSize(1);
      assertThat(received.get(0).getSubject())
          .isEqualTo("[sales/orders] Reload completed: 3 files");
    }
  }

  private static S3AsyncClient client(EmbeddedS3 s3) {
    return S3Clients.open(
        StoreSettings.of(s3.endpoint(), "us-east-1", true), new AdaptiveLimiter(8), CREDENTIALS);
  }

  private static S3Presigner presigner(EmbeddedS3 s3) {
    return S3Presigner.builder()
        .endpointOverride(s3.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(CREDENTIALS)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }
}
