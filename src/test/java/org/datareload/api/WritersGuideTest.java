package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the commands of the writers' guide, each where its tool is installed. */
class WritersGuideTest {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"aws", "rclone", "s3cmd"})
  void aFolderIsLoadedWhole(String tool, @TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(isInstalled(tool), tool + " is not installed");
    // A trigger file that a job left in a partition would load that partition as the whole.
    var nested = "touch out/dt=2026-11-01/_SUCCESS\n";
    var script = blocks("## Commands") + nested + blocks("### " + tool);
    try (var server =
        new TestServer(Map.of("reload.trigger.settle", "1s", "reload.sweep.interval", "1s"))) {
      server.createDataset("sales", "orders");
      script =
          script
              .replace("127.0.0.1:9000", server.s3().endpoint().getAuthority())
              .replace("DROP=landing-zone/", "DROP=" + TestServer.LANDING + "/");
      run(folder, script);

      var execution = onlyExecution(server);

      assertThat(execution.path("status").asText()).as(execution.toString()).isEqualTo("completed");
      assertThat(execution.at("/files/copied").asInt()).isEqualTo(2);
      assertThat(execution.path("lateFiles").asInt()).isZero();
      assertThat(server.get("/api/v1/problems").json().path("problems")).isEmpty();
    }
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  /** The shell commands of a section up to the next heading. */
  private static String blocks(String heading) throws Exception {
    var text = Files.readString(Path.of("docs/writers.md"));
    var start = text.indexOf("\n" + heading + "\n") + heading.length() + 2;
    var section = text.substring(start).split("\n##")[0];
    return BLOCK.matcher(section).results().map(b -> b.group(1)).collect(Collectors.joining());
  }

  private static void run(Path folder, String script) throws Exception {
    Files.writeString(folder.resolve("drop.sh"), "set -eu\n" + script);
    var log = folder.resolve("log").toFile();
    var builder =
        new ProcessBuilder("bash", "-x", "drop.sh")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log);
    builder.environment().put("HOME", folder.toString());
    // rclone cannot combine it with its own client.
    builder.environment().remove("AWS_CA_BUNDLE");
    var process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log.toPath(), UTF_8)).isZero();
  }

  private static JsonNode onlyExecution(TestServer server) {
    var list = "/api/v1/executions?dataset=sales/orders";
    var id =
        await()
            .atMost(TestServer.WAIT)
            .until(
                () -> server.get(list).json().at("/executions/0/id").asText(), x -> !x.isEmpty());
    var ended = server.awaitEnd(id);
    assertThat(server.get(list).json().path("executions")).hasSize(1);
    return ended;
  }
}
