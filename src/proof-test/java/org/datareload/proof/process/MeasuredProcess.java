package org.datareload.proof.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.datareload.demo.EmbeddedS3;
import org.datareload.store.TestZones;
import org.datareload.testing.Ports;

/** A process of a packaged jar with a dataset, whose CPU time is measured; its store is here. */
final class MeasuredProcess implements AutoCloseable {
  /** A dataset sales/orders. */
  private static final String DATASET =
      """
      {"domain":"sales","name":"orders","fileType":"csv","updateMethod":"reload",
       "notify":["ann@example.org"],"skipTrash":true}
      """;

  final TestZones zones = new TestZones();
  final Api api = new Api(Ports.free(), Ports.free());
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder = Files.createTempDirectory("measured-process");
  private final Process process;

  /** Starts the process and waits until it answers. */
  MeasuredProcess(Path jar, Map<String, String> settings) throws Exception {
    var properties =
        new TreeMap<>(
            Map.of(
                "aws.accessKeyId",
                EmbeddedS3.ACCESS_KEY,
                "aws.secretAccessKey",
                EmbeddedS3.SECRET_KEY,
                "reload.lz.bucket",
                zones.zones().landing(),
                "reload.dlz.bucket",
                zones.zones().lake(),
                "reload.trigger.settle",
                "0s",
                "reload.s3.endpoint",
                zones.server().endpoint().toString(),
                "reload.s3.path-style",
                "true",
                "reload.http.port",
                Integer.toString(api.port()),
                "reload.management.port",
                Integer.toString(api.managementPort()),
                "reload.sweep.interval",
                "1h"));
    properties.put("reload.events.token", "cost");
    properties.putAll(settings);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    Child.copyRoutes(jar.toAbsolutePath().getParent().resolveSibling("routes"), folder);
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    var copied = process;
    Runtime.getRuntime().addShutdownHook(new Thread(copied::destroyForcibly));
    await(() -> api.status("/api/v1/datasets") == 200);
    if (api.post("/datasets", DATASET) != 201) {
      throw new IllegalStateException("the dataset is refused: " + log());
    }
  }

  /** Sends a message to the webhook. */
  void notify(String message) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/events/s3/cost"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(message))
            .build();
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response + " " + response.body());
    }
  }

  /** The CPU time that it used until now. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /** What is waited for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits as long as the process lives. */
  void await(Condition condition) throws Exception {
    while (!condition.holds()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(log());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
