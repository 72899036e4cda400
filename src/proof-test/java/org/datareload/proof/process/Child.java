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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.datareload.api.TestServer;
import org.datareload.demo.EmbeddedS3;

/**
 * The product as it is run: a process of its own in a folder of its own, from the packaged jar
 * where there is one, else from the class path. It can be killed and held up at any instant.
 */
final class Child implements AutoCloseable {
  private static final Optional<Path> JAR =
      Optional.ofNullable(System.getProperty("reload.proof.jar")).map(Path::of);
  private static final Pattern TAKEOVER =
      Pattern.compile(
          "(?m)^(\\S+) .* Execution (\\S+) of .*: driving it from .*attempt (?!1\\))\\d+");

  private final List<String> command = new ArrayList<>();
  private final Path folder;
  final Api api = new Api(TestServer.freePort(), TestServer.freePort());
  private Process process;

  /**
   * @param folder where it runs; H2's file grows below it
   * @param properties what differs from the shipped defaults
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
    bringRoutes();
  }

  /** What the children run, for the report. */
  static String what() {
    return JAR.isPresent() ? "the packaged jar" : "the class path";
  }

  private static List<String> program() {
    if (JAR.isPresent() && !Files.exists(JAR.get())) {
      throw new IllegalStateException(JAR.get() + " is missing: mvn package -DskipTests makes it");
    }
    return JAR.map(jar -> List.of("-jar", jar.toAbsolutePath().toString()))
        .orElse(List.of("-cp", System.getProperty("java.class.path"), "org.datareload.Main"));
  }

  private void define(String name, String value) {
    command.add("-D" + name + "=" + value);
  }

  private void bringRoutes() {
    try (var routes = Files.newDirectoryStream(Path.of("routes"), "*.yaml")) {
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

  /** Starts it, perhaps through another program that sets its limits. */
  void spawn(String... through) {
    var line = new ArrayList<>(List.of(through));
    line.addAll(command);
    try {
      process =
          new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
      keepLog(process.getInputStream());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    var started = process;
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
  }

  /** By the test's hand: limits to what the child may write are none for its log. */
  private void keepLog(InputStream said) {
    var keeper =
        new Thread(
            () -> {
              try (var log = Files.newOutputStream(log(), CREATE, APPEND)) {
                said.transferTo(log);
              } catch (IOException killed) {
                // Nothing more comes.
              }
            });
    keeper.setDaemon(true);
    keeper.start();
  }

  void awaitServing() {
    var until = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (api.status("/api/v1/datasets") != 200) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new AssertionError("the child does not serve:\n" + said());
      }
      pause();
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    try {
      process.toHandle().destroyForcibly();
      process.waitFor();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Holds all of its threads up, as {@code kill -STOP} does. */
  void holdUp() {
    run("kill", "-STOP", Long.toString(pid()));
  }

  void goOn() {
    run("kill", "-CONT", Long.toString(pid()));
  }

  long pid() {
    return process.pid();
  }

  /** The exit code, once it ended of itself. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new AssertionError("the child does not end:\n" + said());
    }
    return process.exitValue();
  }

  Path log() {
    return folder.resolve("log");
  }

  /** All that it wrote. */
  String said() {
    try {
      return Files.readString(log());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** When it first went on with each execution that another process had begun, by their ids. */
  Map<String, Instant> takeovers(Instant since) {
    var first = new HashMap<String, Instant>();
    for (var match : TAKEOVER.matcher(said()).results().toList()) {
      var at = OffsetDateTime.parse(match.group(1)).toInstant();
      if (at.isAfter(since)) {
        first.putIfAbsent(match.group(2), at);
      }
    }
    return first;
  }

  /** What it wrote with these words, and what came after each. */
  String said(String words) {
    var lines = said().lines().toList();
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).contains(words))
        .mapToObj(i -> String.join("\n", lines.subList(i, Math.min(i + 12, lines.size()))))
        .collect(joining("\n"));
  }

  /** Runs a command and returns what it printed. */
  static String run(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return said;
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
