package org.datareload.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.datareload.demo.EmbeddedS3;

/** The program as a process of its own, in a folder, with its log in a file there. */
public final class MainProcess implements AutoCloseable {
  private final File log;
  private final Process process;

  /**
   * @param properties such as {@code reload.lz.bucket=landing}
   */
  MainProcess(Path folder, List<String> properties) throws IOException {
    this(folder, List.of(), properties);
  }

  /**
   * @param options of Java
   */
  public MainProcess(Path folder, List<String> options, List<String> properties)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Daws.accessKeyId=" + EmbeddedS3.ACCESS_KEY);
    command.add("-Daws.secretAccessKey=" + EmbeddedS3.SECRET_KEY);
    command.add(
        "-Dlog4j2.configurationFile=" + Path.of("src/main/resources/log4j2.properties").toUri());
    properties.forEach(property -> command.add("-D" + property));
    command.addAll(List.of("-cp", classPath(), "org.datareload.Main"));
    log = Files.createTempFile(folder, "log", ".txt").toFile();
    process = new ProcessBuilder(command).directory(folder.toFile()).redirectError(log).start();
  }

  /** That of this process, which runs in another folder. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(joining(File.pathSeparator));
  }

  /** Sends SIGTERM. */
  void stop() {
    process.destroy();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end; returns the exit code. */
  int awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  public String log() {
    try {
      return Files.readString(log.toPath());
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
