package org.datareload.proof.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.datareload.demo.EmbeddedS3;

/** Apache Spark in a process of its own, with the jobs of {@code src/spark-test}. */
final class Spark implements AutoCloseable {
  private static final Path BUILT = Path.of("target", "spark-test").toAbsolutePath();

  /** What Spark opens by itself where its own scripts start it. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private final Process process;
  private final Path log;
  private final PrintStream jobs;
  private final BufferedReader results;

  /**
   * @param folder its working directory
   */
  Spark(Path folder, URI store) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        BUILT.resolve("classes")
            + File.pathSeparator
            + Files.readString(BUILT.resolve("classpath")).strip());
    command.add("org.datareload.spark.Jobs");
    command.addAll(List.of(store.toString(), EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY));
    Files.createDirectories(folder);
    log = folder.resolve("log");
    process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile()).start();
    jobs = new PrintStream(process.getOutputStream(), true, UTF_8);
    results = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  static void assumeBuilt() {
    assumeTrue(
        Files.exists(BUILT.resolve("classpath")),
        "Spark is not resolved: mvn -f src/spark-test/pom.xml compile");
  }

  /** Begins a job. */
  void begin(String job) {
    jobs.println(job);
  }

  /** The result of the job that began first; null where Spark was killed. */
  String result() {
    try {
      String line;
      do {
        line = results.readLine();
      } while (line != null && !line.startsWith("="));
      return line == null ? null : line.substring(1);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  void assertResult(String job, String expected) throws IOException {
    begin(job);
    assertThat(result()).as("%s: %s", job, log).isEqualTo(expected);
  }

  @Override
  public void close() throws Exception {
    process.destroyForcibly();
    process.waitFor();
  }
}
