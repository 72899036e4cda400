package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.datareload.demo.EmbeddedS3;
import org.datareload.proof.Proof;
import org.datareload.testing.TestDataset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Command-line tools that copy a folder in which {@code _SUCCESS} is one of the files: they upload
 * it first or in the middle. A folder is loaded whole or its execution fails. {@code
 * -Dreload.proof.syncs} sets the rounds of {@code aws s3 sync}; the others have one.
 */
class FolderToolsTest {
  private static final int FILES = 41;
  private static final int LARGEST = 12 << 20;

  /**
   * The default. A folder in which nothing was written for so long counts as whole, so it has to
   * exceed the time of one PUT and of a tool's pause before it repeats a request.
   */
  private static final String SETTLE = "5s";

  /** Slows every other round down, so that it takes longer than that. */
  private static final int BYTES_PER_SECOND = 8 << 20;

  private static final long FIRST_DATE = 1_700_000_000;

  /** The command of each tool, and where Debian has it. */
  enum Tool {
    AWS_SYNC("awscli", "aws --endpoint-url {endpoint} s3 sync {from} s3://{to}"),
    AWS_CP("awscli", "aws --endpoint-url {endpoint} s3 cp --recursive {from} s3://{to}"),
    RCLONE(
        "rclone",
        "rclone copy --s3-upload-cutoff 8M --s3-chunk-size 5M --s3-no-check-bucket"
            + " --bwlimit {limit}B {from} store:{to}"),
    S3CMD(
        "s3cmd",
        "s3cmd --config {s3cfg} --multipart-chunk-size-mb=5 --limit-rate={limit} put -r {from}"
            + " s3://{to}");

    final String debianPackage;
    private final List<String> command;

    Tool(String debianPackage, String command) {
      this.debianPackage = debianPackage;
      this.command = List.of(command.split(" "));
    }

    boolean isInstalled() {
      return Stream.of(System.getenv("PATH").split(File.pathSeparator))
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, command.get(0))));
    }

    List<String> command(Map<String, String> values) {
      return command.stream().map(word -> filled(word, values)).toList();
    }

    private static String filled(String word, Map<String, String> values) {
      return Pattern.compile("\\{(\\w+)}")
          .matcher(word)
          .replaceAll(name -> values.get(name.group(1)));
    }
  }

  @TempDir Path folder;
  private Cluster cluster;
  private TestDataset dataset;
  private Child child;

  @ParameterizedTest
  @EnumSource
  void uploadAFolderThatIsLoadedWholeOrNotAtAll(Tool tool) throws Exception {
    assumeTrue(
        tool.isInstalled(), tool + " is not installed: apt-get install " + tool.debianPackage);
    var rounds = tool == Tool.AWS_SYNC ? Proof.number("syncs", 2, 20) : 1;
    var given = Map.of("reload.trigger.settle", SETTLE);
    try (var opened = new Cluster(DatabaseServer.h2(folder), 1, given);
        var started = opened.child(folder).start()) {
      cluster = opened;
      dataset = opened.datasets.get(0);
      child = started;
      for (var round = 0; round < rounds; round++) {
        report("%s: %s", tool, upload(tool, round));
      }
      cluster.awaitMails(rounds);
    }
  }

  /** One round; returns what became of it. */
  private String upload(Tool tool, int round) throws Exception {
    var limit = round % 2 == 0 ? BYTES_PER_SECOND : Integer.MAX_VALUE;
    var names = files(round);
    var to = dataset.prefix() + "upload_date=" + (FIRST_DATE + round) + "/ann/csv/";
    var gaps = new Gaps(cluster);
    var began = System.nanoTime();
    run(tool, folder.resolve("from" + round), to, limit);
    var uploaded = Duration.ofNanos(System.nanoTime() - began);

    var execution = ended(round + 1);
    var status = execution.path("status").textValue();
    var outcome =
        "%s, upload %d ms, longest gap %d ms"
            .formatted(status, uploaded.toMillis(), gaps.longest().toMillis());
    if (status.equals("failed")) {
      // What it names is not there; all that is there waits for the trigger file to be written
      // again.
      assertThat(execution.path("reasonCode").textValue()).isEqualTo("folder_not_whole");
      return outcome + ": " + execution.path("reason").textValue();
    }
    assertThat(status).as("%s: %s", outcome, execution).isEqualTo("completed");
    assertThat(execution.path("lateFiles").intValue()).as("%s: %s", outcome, execution).isZero();
    assertThat(live()).as("%s: %s", outcome, execution).isEqualTo(names);
    assertThat(cluster.zones.list(cluster.zones.zones().landing(), to)).isEmpty();
    return outcome;
  }

  /** The times between two writes to the landing zone, which its settle time has to exceed. */
  private static final class Gaps {
    private final AtomicLong last = new AtomicLong(System.nanoTime());
    private final AtomicLong longest = new AtomicLong();

    Gaps(Cluster cluster) {
      var send = cluster.eventSender();
      cluster.onObject(
          written -> {
            if (written.bucket().equals(cluster.zones.zones().landing())) {
              var now = System.nanoTime();
              longest.accumulateAndGet(now - last.getAndSet(now), Math::max);
            }
            send.accept(written);
          });
    }

    Duration longest() {
      return Duration.ofNanos(longest.get());
    }
  }

  /** Writes the files of a round, and returns their sizes by name. */
  private Map<String, Long> files(int round) throws IOException {
    var from = Files.createDirectories(folder.resolve("from" + round));
    Files.createFile(from.resolve("_SUCCESS"));
    var sizes = new TreeMap<String, Long>();
    for (var i = 0; i < FILES; i++) {
      // 17 and 41 have no common divisor, so that sizes are spread over the order of names.
      var exponent = (i * 17 % FILES) / (FILES - 1.0);
      var size = (int) (1024 * Math.pow(LARGEST / 1024.0, exponent));
      var name = "part-%02d-%d.csv".formatted(i, round);
      Files.write(from.resolve(name), new byte[size]);
      sizes.put(name, (long) size);
    }
    return sizes;
  }

  private void run(Tool tool, Path from, String key, int limit) throws Exception {
    var endpoint = cluster.zones.server().endpoint();
    var awsConfig = folder.resolve("aws");
    Files.writeString(
        awsConfig,
        "[default]\nregion = us-east-1\ns3 =\n  max_bandwidth = %dKB/s\n".formatted(limit / 1024));
    var s3cfg = folder.resolve("s3cfg");
    Files.writeString(
        s3cfg,
        """
        [default]
        access_key = %s
        secret_key = %s
        host_base = %s
        host_bucket = %s
        use_https = False
        """
            .formatted(
                EmbeddedS3.ACCESS_KEY,
                EmbeddedS3.SECRET_KEY,
                endpoint.getAuthority(),
                endpoint.getAuthority()));
    var values =
        Map.of(
            "endpoint", endpoint.toString(),
            "from", from + "/",
            "to", cluster.zones.zones().landing() + "/" + key,
            "limit", Integer.toString(limit),
            "s3cfg", s3cfg.toString());
    var builder = new ProcessBuilder(tool.command(values)).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_CONFIG_FILE",
                awsConfig.toString(),
                "AWS_ACCESS_KEY_ID",
                EmbeddedS3.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                EmbeddedS3.SECRET_KEY,
                "RCLONE_CONFIG_STORE_TYPE",
                "s3",
                "RCLONE_CONFIG_STORE_PROVIDER",
                "Other",
                "RCLONE_CONFIG_STORE_ENV_AUTH",
                "true",
                "RCLONE_CONFIG_STORE_ENDPOINT",
                endpoint.toString()));
    // rclone cannot combine it with its own client.
    builder.environment().remove("AWS_CA_BUNDLE");
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
  }

  /** Waits until there are so many executions and none is running; returns the newest. */
  private JsonNode ended(int executions) {
    var list = "/datasets/" + dataset.prefix() + "executions?limit=100";
    return await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> child.api.get(list).map(page -> page.get("executions")),
            found -> found.filter(all -> isOver(all, executions)).isPresent())
        .orElseThrow()
        .get(0);
  }

  private static boolean isOver(JsonNode all, int executions) {
    assertThat(all.size()).isLessThanOrEqualTo(executions);
    return all.size() == executions && !all.get(0).get("status").textValue().equals("processing");
  }

  /** The sizes of the live files by name. */
  private Map<String, Long> live() {
    var sizes = new TreeMap<String, Long>();
    for (var file : dataset.manifest().get("files")) {
      var key = file.get("key").textValue();
      sizes.put(key.substring(key.lastIndexOf('/') + 1), file.get("size").longValue());
    }
    return sizes;
  }
}
