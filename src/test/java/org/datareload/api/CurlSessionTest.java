package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the curl session of the documentation. */
class CurlSessionTest {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @Test
  void goesFromCreatingADatasetToRestoringIt(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
    var text = Files.readString(Path.of("docs/http.md"));
    var script =
        BLOCK.matcher(text).results().map(block -> block.group(1)).collect(Collectors.joining());
    try (var server = new TestServer(Map.of())) {
      script = script.replace("http://127.0.0.1:8080", server.address().toString());
      Files.writeString(folder.resolve("session.sh"), "set -eu\n" + script);
      var log = folder.resolve("log").toFile();
      var process =
          new ProcessBuilder("bash", "-x", "session.sh")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
      var output = Files.readString(log.toPath(), UTF_8);
      assertThat(process.exitValue()).as(output).isZero();
      var dataset = server.get("/api/v1/datasets/tour/stations").json();
      assertThat(dataset.path("generation").asInt()).as(output).isEqualTo(3);
      assertThat(dataset.at("/files/deleted").asInt()).isOne();
    }
  }
}
