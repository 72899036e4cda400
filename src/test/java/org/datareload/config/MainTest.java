package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedSqs;
import org.datareload.testing.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: its exit code and its one-line error message. */
class MainTest {
  @TempDir Path folder;

  private Run run(String... properties) throws Exception {
    Files.createDirectories(folder.resolve("routes"));
    return runAsItIs(properties);
  }

  private Run runAsItIs(String... properties) throws Exception {
    try (var process = new MainProcess(folder, List.of(properties))) {
      return new Run(process.awaitEnd(), process.log());
    }
  }

  /** Runs with two buckets of this store; later properties replace earlier ones. */
  private Run run(EmbeddedS3 s3, String... properties) throws Exception {
    s3.createBucket("landing");
    s3.createBucket("lake");
    var all =
        new ArrayList<>(
            List.of(
                "reload.lz.bucket=landing",
                "reload.dlz.bucket=lake",
                "reload.s3.path-style=true",
                "reload.s3.endpoint=" + s3.endpoint(),
                "reload.http.port=" + Ports.free(),
                "reload.management.port=" + Ports.free()));
    all.addAll(List.of(properties));
    return run(all.toArray(String[]::new));
  }

  private record Run(int exit, String error) {
    /** The first line of the program itself, without log lines. */
    String line() {
      return error.lines().filter(line -> line.startsWith("data-reload: ")).findFirst().orElse("");
    }

    /** One line that names the property and its value, and nothing that says it serves. */
    void refuses(String property, Object value) {
      assertThat(exit).as(error).isEqualTo(2);
      assertThat(line()).startsWith("data-reload: " + property).contains(String.valueOf(value));
      assertThat(error).endsWith(line() + "\n").doesNotContain("serves http", "\tat ");
    }
  }

  @Test
  void exitsWithTwoIfAPortIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();
      var buckets = List.of("reload.lz.bucket=landing", "reload.dlz.bucket=lake");
      for (var property : List.of("reload.http.port", "reload.management.port")) {
        run(buckets.get(0), buckets.get(1), property + "=" + port).refuses(property, port);
      }
    }
  }

  @Test
  void exitsWithTwoIfTheAddressIsNotOfThisMachine() throws Exception {
    run(
            "reload.lz.bucket=landing",
            "reload.dlz.bucket=lake",
            "reload.auth=oidc",
            "reload.oidc.issuer=https://issuer.example",
            "reload.oidc.audience=reload",
            "reload.oidc.jwks-url=https://issuer.example/keys",
            "reload.http.host=192.0.2.1")
        .refuses("reload.http.host", "192.0.2.1");
  }

  @Test
  void exitsWithTwoIfATrustedProxyIsNoAddress() throws Exception {
    run(
            "reload.lz.bucket=landing",
            "reload.dlz.bucket=lake",
            "reload.http.trusted-proxies=10.0.0.1, proxy.example")
        .refuses("reload.http.trusted-proxies", "proxy.example");
  }

  @Test
  void exitsWithTwoIfTheStoreCannotBeReached() throws Exception {
    run(
            "reload.lz.bucket=landing",
            "reload.dlz.bucket=lake",
            "reload.s3.path-style=true",
            "reload.s3.endpoint=http://127.0.0.1:1",
            "reload.http.port=" + Ports.free(),
            "reload.management.port=" + Ports.free())
        .refuses("reload.lz.bucket", "http://127.0.0.1:1");
  }

  @Test
  void exitsWithTwoIfTheQueueIsMissingOrCannotBeReached() throws Exception {
    try (var s3 = EmbeddedS3.inMemory();
        var sqs = EmbeddedSqs.start(0, "us-east-1")) {
      for (var endpoint : List.of(sqs.endpoint().toString(), "http://127.0.0.1:1")) {
        run(s3, "reload.sqs.queue=events", "reload.sqs.endpoint=" + endpoint)
            .refuses("reload.sqs.queue", endpoint);
      }
    }
  }

  @Test
  void exitsWithTwoIfABucketIsNotConfigured() throws Exception {
    var run = run("reload.dlz.bucket=lake");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.error()).isEqualTo("data-reload: reload.lz.bucket is missing\n");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void exitsWithTwoIfThereAreNoRoutes() throws Exception {
    runAsItIs("reload.lz.bucket=landing", "reload.dlz.bucket=lake")
        .refuses(folder.toRealPath().resolve("routes").toString(), "the folder routes");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void exitsWithTwoIfABucketDoesNotExist() throws Exception {
    try (var s3 = EmbeddedS3.inMemory()) {
      var run = run(s3, "reload.dlz.bucket=no-such-bucket");

      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.line()).contains("reload.dlz.bucket").contains("no-such-bucket");
    }
  }

  @Test
  void exitsWithTwoIfTheDatabaseCannotBeReached() throws Exception {
    try (var s3 = EmbeddedS3.inMemory()) {
      var run = run(s3, "reload.db.url=jdbc:postgresql://127.0.0.1:1/reload");

      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.line()).contains("reload.db.url").contains("127.0.0.1:1");
    }
  }

  @Test
  void exitsWithTwoIfAnotherProcessHasTheDatabaseFileOpen() throws Exception {
    var file = folder.resolve("reload").toString();
    try (var s3 = EmbeddedS3.inMemory();
        var held = Databases.openPool("jdbc:h2:file:" + file, "reload", "")) {
      var run = run(s3, "reload.db.url=jdbc:h2:file:" + file);

      assertThat(held.isRunning()).isTrue();
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.line()).contains("in use by another process");
    }
  }
}
