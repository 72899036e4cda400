package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.datareload.demo.EmbeddedS3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: its exit code and its one-line error message. */
class MainTest {
  @TempDir Path folder;

  private Run run(String... properties) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Daws.accessKeyId=" + EmbeddedS3.ACCESS_KEY);
    command.add("-Daws.secretAccessKey=" + EmbeddedS3.SECRET_KEY);
    List.of(properties).forEach(property -> command.add("-D" + property));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.datareload.Main"));
    var error = folder.resolve("error").toFile();
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(error).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Run(process.exitValue(), Files.readString(error.toPath()));
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
                "reload.s3.endpoint=" + s3.endpoint()));
    all.addAll(List.of(properties));
    return run(all.toArray(String[]::new));
  }

  private record Run(int exit, String error) {
    /** The first line of the program itself, without log lines. */
    String line() {
      return error.lines().filter(line -> line.startsWith("data-reload: ")).findFirst().orElse("");
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
