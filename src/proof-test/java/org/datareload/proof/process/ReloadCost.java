package org.datareload.proof.process;

import static java.util.stream.Collectors.joining;

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
import java.util.stream.IntStream;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Written;
import org.datareload.demo.S3EventJson;
import org.datareload.store.TestZones;
import org.datareload.testing.Ports;

/**
 * The CPU time of reloads in processes of given jars, in turns: {@code ReloadCost <files> <loads>
 * <jar>...}. Each file has 1 KiB; the store is in this process. Prints the microseconds a file of
 * each load, and the ratio of the median of each jar to that of the first.
 */
final class ReloadCost implements AutoCloseable {
  private static final String DATASET =
      """
      {"domain":"sales","name":"orders","fileType":"csv","updateMethod":"reload",
       "notify":["ann@example.org"],"skipTrash":true}
      """;

  private final TestZones zones = new TestZones();
  private final Api api = new Api(Ports.free(), Ports.free());
  private final Path folder = Files.createTempDirectory("reload-cost");
  private final Process process;
  final List<Long> microsPerFile = new ArrayList<>();
  private int loads;

  private ReloadCost(Path jar) throws Exception {
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
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    properties.put("reload.events.token", "cost");
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

  public static void main(String[] arguments) throws Exception {
    var files = Integer.parseInt(arguments[0]);
    var loads = Integer.parseInt(arguments[1]);
    var jars = new ArrayList<ReloadCost>();
    for (var jar : List.of(arguments).subList(2, arguments.length)) {
      jars.add(new ReloadCost(Path.of(jar)));
    }
    for (var load = 0; load < loads; load++) {
      for (var jar : jars) {
        jar.load(files);
      }
    }
    var base = jars.get(0).median();
    for (var i = 0; i < jars.size(); i++) {
      var jar = jars.get(i);
      System.out.printf(
          "%s: %s us CPU a file, median %d, ratio %.2f%n",
          arguments[i + 2],
          jar.microsPerFile.stream().map(String::valueOf).collect(joining(" ")),
          jar.median(),
          (double) jar.median() / base);
      jar.close();
    }
    System.exit(0);
  }

  private void load(int files) throws Exception {
    var prefix = "sales/orders/upload_date=" + (1767225600 + loads++) + "/ana/csv/";
    var content = new byte[1024];
    var bucket = zones.zones().landing();
    IntStream.range(0, files)
        .parallel()
        .forEach(i -> zones.write(bucket, prefix + i + ".csv", content));
    var before = cpu();
    zones.write(bucket, prefix + "_SUCCESS", new byte[0]);
    notify(new Written("Put", bucket, prefix + "_SUCCESS", 0, "", null));
    var path = "/executions?status=completed&limit=500";
    await(() -> api.get(path).map(page -> page.get("executions").size()).orElse(0) == loads);
    microsPerFile.add(cpu().minus(before).toNanos() / 1000 / files);
  }

  private void notify(Written trigger) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/events/s3/cost"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(new S3EventJson("us-east-1").event(trigger)))
            .build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response + " " + response.body());
    }
  }

  private Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  private long median() {
    return microsPerFile.stream().sorted().toList().get(microsPerFile.size() / 2);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void await(Condition condition) throws Exception {
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
