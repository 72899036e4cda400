package org.datareload.proof.process;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.datareload.demo.EmbeddedS3;
import org.datareload.proof.Proof;
import org.datareload.testing.Ports;

/**
 * The program as a process in a folder of its own, which can be killed and suspended at any time.
 * In the long form it runs from the packaged jar.
 */
final class Child implements AutoCloseable {
  private static final Path JAR = Path.of("target", "data-reload.jar").toAbsolutePath();
  private static final Pattern TAKEOVER =
      Pattern.compile("(?m)^(\\S+) .* Execution (\\S+) of .*: driven from .*attempt (?!1\\))\\d+");

  private final List<String> command = new ArrayList<>();
  private final Path folder;
  final Api api = new Api(Ports.free(), Ports.free());
  private Process process;

  /**
   * @param folder its working directory, where H2's file lies
   * @param properties overrides of the shipped defaults
   */
  Child(Path folder, Map<String, String> properties) {
    this.folder = folder;
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    define("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    define("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    define("log4j2.configurationFile", "log4j2.properties");
    define("reload.http.port", Integer.toString(api.port()));
    define("reload.management.port", Integer.toString(api.managementPort()));
    properties.forEach(this::define);
    command.addAll(program());
    copyRoutes(Path.of("routes"), folder);
  }

  /** What the children run, for the report. */
  static String source() {
    return Proof.LONG ? "the packaged jar" : "the class path";
  }

  private static List<String> program() {
    if (!Proof.LONG) {
      return List.of("-cp", System.getProperty("java.class.path"), "org.datareload.Main");
    }
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is missing; run mvn package -DskipTests");
    }
    return List.of("-jar", JAR.toString());
  }

  private void define(String name, String value) {
    command.add("-D" + name + "=" + value);
  }

  static void copyRoutes(Path shipped, Path folder) {
    try (var routes = Files.newDirectoryStream(shipped, "*.yaml")) {
      Files.createDirectories(folder.resolve("routes"));
      for (var route : routes) {
        Files.writeString(
            folder.resolve("routes").resolve(route.getFileName()), Files.readString(route));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Starts it and waits until it serves. */
  Child start() {
    spawn();
    awaitServing();
    return this;
  }

  /** Starts it without waiting. */
  void spawn() {
    try {
      process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      keepLog(process.getInputStream());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    var started = process;
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
  }

  /** Written by this process, so that a limit on the child's files does not apply to its log. */
  private void keepLog(InputStream output) {
    var keeper =
        new Thread(
            () -> {
              try (var log = Files.newOutputStream(log(), CREATE, APPEND)) {
                output.transferTo(log);
              } catch (IOException killed) {
                // The child is gone.
              }
            });
    keeper.setDaemon(true);
    keeper.start();
  }

  void awaitServing() {
    var until = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (api.status("/api/v1/datasets") != 200) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new AssertionError("the child does not serve:\n" + output());
      }
      pause();
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Kills it as {@code kill -9} does and waits until it is gone. */
  void kill() {
    try {
      process.toHandle().destroyForcibly();
      process.waitFor();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Suspends all of its threads, as {@code kill -STOP} does. */
  void suspend() {
    run("kill", "-STOP", Long.toString(pid()));
  }

  void resume() {
    run("kill", "-CONT", Long.toString(pid()));
  }

  long pid() {
    return process.pid();
  }

  Path log() {
    return folder.resolve("log");
  }

  /** All that it wrote. */
  String output() {
    try {
      return Files.readString(log());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** When it first resumed each execution of another process, by execution id. */
  Map<String, Instant> takeovers(Instant since) {
    var first = new HashMap<String, Instant>();
    for (var match : TAKEOVER.matcher(output()).results().toList()) {
      var at = OffsetDateTime.parse(match.group(1)).toInstant();
      if (at.isAfter(since)) {
        first.putIfAbsent(match.group(2), at);
      }
    }
    return first;
  }

  /** Each line with this text, and the lines after it. */
  String output(String text) {
    var lines = output().lines().toList();
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).contains(text))
        .mapToObj(i -> String.join("\n", lines.subList(i, Math.min(i + 12, lines.size()))))
        .collect(joining("\n"));
  }

  /** Runs a command and returns what it printed. */
  static String run(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    if (isAlive()) {
      kill();
    }
  }
}
