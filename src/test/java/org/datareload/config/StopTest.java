package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.datareload.api.TestServer;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.testing.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The program as a process that is told to stop by SIGTERM. */
class StopTest {
  private static final int SIGTERM = 128 + 15;
  private static final String FOLDER = "sales/orders/upload_date=1700000000/ana/csv/";
  private static final String DATASET =
      """
      {"domain":"sales","name":"orders","fileType":"csv","updateMethod":"reload",
       "notify":["ana@example.com"]}""";

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port = Ports.free();
  private final int management = Ports.free();
  private EmbeddedS3 s3;

  @BeforeEach
  void start() throws IOException {
    s3 = EmbeddedS3.inMemory();
    s3.createBucket("landing");
    s3.createBucket("lake");
    Files.createDirectory(folder.resolve("routes"));
    try (var routes = Files.list(Path.of("routes"))) {
      for (var route : routes.toList()) {
        Files.copy(route, folder.resolve(route.toString()));
      }
    }
  }

  private void put(String name) {
    var credentials = AwsBasicCredentials.create(EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY);
    try (var s3Client =
        S3Client.builder()
            .endpointOverride(s3.endpoint())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build()) {
      s3Client.putObject(o -> o.bucket("landing").key(FOLDER + name), RequestBody.fromString("1"));
    }
  }

  @AfterEach
  void stop() {
    s3.intercept(Interceptor.NONE);
    s3.close();
  }

  private MainProcess program() throws IOException {
    var process =
        new MainProcess(
            folder,
            List.of(
                "reload.lz.bucket=landing",
                "reload.dlz.bucket=lake",
                "reload.s3.path-style=true",
                "reload.s3.endpoint=" + s3.endpoint(),
                "reload.http.port=" + port,
                "reload.management.port=" + management,
                "reload.events.token=t",
                "reload.sweep.interval=1h",
                "reload.trigger.settle=0s",
                // Only a lease that was handed over lets the next start continue.
                "reload.executions.lease=1h"));
    await()
        .atMost(TestServer.WAIT)
        .until(() -> !process.isAlive() || process.log().contains("Data Reload serves"));
    assertThat(process.isAlive()).as(process.log()).isTrue();
    return process;
  }

  private HttpResponse<String> send(int port, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofMinutes(1))
            .header("Content-Type", "application/json");
    return client.send(
        body == null ? request.build() : request.POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private int event(String name) throws Exception {
    return send(port, "/events/s3/t", TestServer.event(FOLDER + name)).statusCode();
  }

  private String executions() throws Exception {
    return send(port, "/api/v1/executions", null).body();
  }

  /** Starts a reload, returns once the store holds its copy back. */
  private void startReload(CountDownLatch release) throws Exception {
    var copying = new CountDownLatch(1);
    assertThat(send(port, "/api/v1/datasets", DATASET).statusCode()).isEqualTo(201);
    put("a.csv");
    put("_SUCCESS");
    s3.intercept(
        Interceptor.before(
            call -> {
              if (call.operation() == Operation.COPY && call.key().endsWith("a.csv")) {
                copying.countDown();
                waitFor(release);
              }
            }));
    assertThat(event("_SUCCESS")).isEqualTo(200);
    waitFor(copying);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void refusesFinishesTheStepHandsOverAndTheNextStartCompletes() throws Exception {
    var release = new CountDownLatch(1);
    try (var process = program()) {
      startReload(release);

      process.stop();

      await().atMost(TestServer.WAIT).until(() -> event("b.csv") == 503);
      var refused = send(port, "/api/v1/datasets", DATASET);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("is stopping", "again");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(send(management, "/observe/health", null).statusCode()).isEqualTo(503);
      release.countDown();
      assertThat(process.awaitEnd()).as(process.log()).isEqualTo(SIGTERM);
      assertThat(process.log())
          .contains("is stopping", "hands over the executions [", "has stopped")
          .doesNotContain("ERROR", "\tat ");
    }
    theNextStartCompletes();
  }

  @Test
  void endsInTimeAlthoughTheStoreHangs() throws Exception {
    var release = new CountDownLatch(1);
    try (var process = program()) {
      startReload(release);
      var asked = Instant.now();

      process.stop();

      assertThat(process.awaitEnd()).as(process.log()).isEqualTo(SIGTERM);
      assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(45));
    }
    release.countDown();
    theNextStartCompletes();
  }

  private void theNextStartCompletes() throws Exception {
    s3.intercept(Interceptor.NONE);
    try (var process = program()) {
      await()
          .atMost(TestServer.WAIT)
          .until(() -> executions().contains("\"status\":\"completed\""));
      assertThat(process.isAlive()).isTrue();
    }
  }

  @Test
  void saysThatNothingListensAnyMoreWhereItStopsIdle() throws Exception {
    try (var process = program()) {
      assertThat(send(management, "/observe/health", null).statusCode()).isEqualTo(200);
      process.stop();
      assertThat(process.awaitEnd()).as(process.log()).isEqualTo(SIGTERM);
      assertThat(process.log()).contains("executions []", "has stopped").doesNotContain("ERROR");
    }
    assertThat(Files.exists(folder.resolve("data"))).isTrue();
  }
}
