package org.datareload.proof.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.datareload.demo.EmbeddedS3.Written;
import org.datareload.demo.S3EventJson;
import org.datareload.testing.Ports;

/** The packaged product as a process of its own, with a dataset. */
final class Product implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "benchmark";
  private final HttpClient http = HttpClient.newHttpClient();
  private final Bench bench;
  private final Options options;
  private final Path folder;
  private final int port = Ports.free();
  private final int managementPort = Ports.free();
  private final Process process;
  private int loads;

  /**
   * @param lake the bucket of the data lake zone
   * @param endpoint of the store, or of a proxy before it
   */
  Product(Bench bench, Options options, String lake, URI endpoint, Path folder)
      throws IOException, InterruptedException {
    this.bench = bench;
    this.options = options;
    this.folder = folder;
    var properties = new TreeMap<String, String>();
    properties.put("aws.accessKeyId", bench.accessKey);
    properties.put("aws.secretAccessKey", bench.secretKey);
    properties.put("reload.lz.bucket", bench.landing);
    properties.put("reload.dlz.bucket", lake);
    properties.put("reload.s3.endpoint", endpoint.toString());
    properties.put("reload.s3.path-style", "true");
    properties.put("reload.http.port", Integer.toString(port));
    properties.put("reload.management.port", Integer.toString(managementPort));
    properties.put("reload.events.token", TOKEN);
    properties.put("reload.sweep.interval", "10h");
    // The peers do not wait for late files either.
    properties.put("reload.trigger.settle", "0s");
    properties.putAll(options.settings());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-jar", options.jar().toString()));
    Files.createDirectories(folder.resolve("routes"));
    try (var routes = Files.newDirectoryStream(Path.of("routes"), "*.yaml")) {
      for (var route : routes) {
        Files.copy(route, folder.resolve(route));
      }
    }
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    while (!isReady()) {
      pause();
    }
  }

  /** Loads new files into the dataset, which is created where it is new. */
  Load load(String dataset) throws IOException, InterruptedException {
    send(
        "POST",
        "/api/v1/datasets",
        """
        {"domain":"bench","name":"%s","fileType":"csv","updateMethod":"reload",
         "notify":["ann@example.org"]}
        """
            .formatted(dataset));
    var folder = "bench/" + dataset + "/upload_date=" + (1_767_225_600 + loads++) + "/ana/csv/";
    bench.fill(bench.landing, folder, options.files());
    bench.put(bench.landing, folder + "_SUCCESS", new byte[0]);
    var event =
        new S3EventJson("us-east-1")
            .event(new Written("Put", bench.landing, folder + "_SUCCESS", 0, "", null));
    var earlier =
        send("GET", "/api/v1/executions?limit=1&dataset=bench/" + dataset, null)
            .at("/executions/0/id")
            .asText();
    var before = cpu();
    var start = System.nanoTime();
    send("POST", "/events/s3/" + TOKEN, event);
    JsonNode newest;
    do {
      pause();
      newest = send("GET", "/api/v1/executions?limit=1&dataset=bench/" + dataset, null);
      newest = newest.at("/executions/0");
    } while (newest.path("id").asText().equals(earlier)
        || newest.path("status").asText("processing").equals("processing"));
    var took = Load.of(System.nanoTime() - start, (cpu() - before) / 1e9, options.files());
    if (!newest.path("status").asText().equals("completed")
        || newest.at("/files/copied").asInt() != options.files()
        || bench.count(bench.landing, folder) != 0) {
      throw new IllegalStateException("the load did not complete: " + newest);
    }
    return took;
  }

  private boolean isReady() throws IOException, InterruptedException {
    try {
      return exchange(managementPort, "GET", "/observe/health", null).statusCode() == 200;
    } catch (ConnectException notYet) {
      return false;
    }
  }

  private JsonNode send(String method, String path, String body)
      throws IOException, InterruptedException {
    return JSON.readTree(exchange(port, method, path, body).body());
  }

  private HttpResponse<String> exchange(int port, String method, String path, String body)
      throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException(Files.readString(folder.resolve("log")));
    }
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofMinutes(2))
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private long cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static void pause() throws InterruptedException {
    // Each look costs the product about a millisecond of CPU time.
    TimeUnit.MILLISECONDS.sleep(100);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(1, TimeUnit.MINUTES);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
