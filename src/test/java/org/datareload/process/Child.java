package org.datareload.process;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.datareload.http.TestServer;

/**
 * The product as it is run: a process of its own in a folder of its own, from the packaged jar
 * where there is one, else from the class path. It can be killed and held up at any instant.
 */
final class Child implements AutoCloseable {
  private static final Path JAR = Path.of(System.getProperty("reload.proof.jar", "no.jar"));
  private static final Pattern TAKEOVER =
      Pattern.compile(
          "(?m)^(\\S+) .* Execution (\\S+) of .*: driving it from .*attempt (?!1\\))\\d+");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final List<String> command = new ArrayList<>();
  private final Path folder;
  private final int port = TestServer.freePort();
  private final int managementPort = TestServer.freePort();
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
    define("reload.http.port", Integer.toString(port));
    define("reload.management.port", Integer.toString(managementPort));
    properties.forEach(this::define);
    command.addAll(program());
    bringRoutes();
  }

  /** What the children run, for the report. */
  static String what() {
    return Files.exists(JAR) ? "the packaged jar" : "the class path";
  }

  private static List<String> program() {
    return Files.exists(JAR)
        ? List.of("-jar", JAR.toAbsolutePath().toString())
        : List.of("-cp", System.getProperty("java.class.path"), "org.datareload.Main");
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
    while (status("/api/v1/datasets") != 200) {
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

  /** Whether it drives, or knows of, an execution that is not over. */
  boolean isProcessing() {
    return !get(port, "/api/v1/executions?status=processing&limit=1").contains("executions\":[]");
  }

  /** The answer's body, or "" where there was none. */
  String get(int port, String path) {
    var answer = ask(port, path);
    return answer == null ? "" : answer.body();
  }

  /** The answer's status, or 0 where there was none. */
  int status(String path) {
    var answer = ask(port, path);
    return answer == null ? 0 : answer.statusCode();
  }

  /** Creates a dataset and returns the answer's status, or 0. */
  int create(String name) {
    var body =
        """
        {"domain":"spare","name":"%s","fileType":"csv","updateMethod":"reload",
         "notify":["ann@example.org"]}
        """
            .formatted(name);
    var request = request(port, "/api/v1/datasets").header("Content-Type", "application/json");
    var answer = ask(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
    return answer == null ? 0 : answer.statusCode();
  }

  /** The status of its health, or 0. */
  int health() {
    var answer = ask(managementPort, "/observe/health");
    return answer == null ? 0 : answer.statusCode();
  }

  private static HttpResponse<String> ask(int port, String path) {
    return ask(request(port, path).build());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse<String> ask(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException noAnswer) {
      return null;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  int port() {
    return port;
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
