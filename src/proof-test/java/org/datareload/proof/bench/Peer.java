package org.datareload.proof.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A tool that people use by hand, which moves as many files between two buckets. */
record Peer(String name, Bench bench, Path folder) {
  static boolean isInstalled(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, name)));
  }

  /** Moves the files below the prefix, with the start of the tool. */
  Load move(String prefix, int files, URI endpoint) throws IOException, InterruptedException {
    // The shell counts the CPU time of all processes that the tool starts.
    var script = "TIMEFORMAT='%R %U %S'; time \"$@\" >&2";
    var output = folder.resolve(name + ".log");
    var command = new ArrayList<>(List.of("bash", "-c", script, name));
    command.addAll(command(prefix, endpoint));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    var environment = builder.environment();
    environment.put("AWS_ACCESS_KEY_ID", bench.accessKey);
    environment.put("AWS_SECRET_ACCESS_KEY", bench.secretKey);
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.remove("AWS_CA_BUNDLE");
    var process = builder.redirectOutput(output.toFile()).start();
    var status = process.waitFor();
    var lines = Files.readAllLines(output);
    if (status != 0 || bench.count(bench.to, prefix) != files) {
      throw new IllegalStateException(name + " did not move all files: " + lines);
    }
    var times = lines.get(lines.size() - 1).split(" ");
    var cpu = Double.parseDouble(times[1]) + Double.parseDouble(times[2]);
    return new Load(Double.parseDouble(times[0]), cpu * 1_000 / files);
  }

  private List<String> command(String prefix, URI endpoint) throws IOException {
    var source = bench.from + "/" + prefix;
    var target = bench.to + "/" + prefix;
    return switch (name) {
      case "s5cmd" ->
          List.of(
              "s5cmd",
              "--endpoint-url",
              endpoint.toString(),
              "mv",
              "s3://" + source + "*",
              "s3://" + target);
      case "rclone" ->
          List.of(
              "rclone",
              "--config",
              rcloneConfig(endpoint).toString(),
              "move",
              "--transfers",
              "32",
              "--checkers",
              "32",
              "--fast-list",
              "store:" + source,
              "store:" + target);
      case "aws" ->
          List.of(
              "aws",
              "--endpoint-url",
              endpoint.toString(),
              "s3",
              "mv",
              "--recursive",
              "--only-show-errors",
              "s3://" + source,
              "s3://" + target);
      case "s3cmd" ->
          List.of(
              "s3cmd",
              "--config",
              s3cmdConfig(endpoint).toString(),
              "--quiet",
              "mv",
              "--recursive",
              "s3://" + source,
              "s3://" + target);
      default -> throw new IllegalArgumentException(name + " is no tool that the benchmark knows");
    };
  }

  private Path rcloneConfig(URI endpoint) throws IOException {
    return Files.writeString(
        folder.resolve("rclone.conf"),
        """
        [store]
        type = s3
        provider = Other
        access_key_id = %s
        secret_access_key = %s
        endpoint = %s
        """
            .formatted(bench.accessKey, bench.secretKey, endpoint));
  }

  private Path s3cmdConfig(URI endpoint) throws IOException {
    var host = endpoint.getHost() + ":" + endpoint.getPort();
    return Files.writeString(
        folder.resolve("s3cmd.conf"),
        """
        [default]
        access_key = %s
        secret_key = %s
        host_base = %s
        host_bucket = %s
        use_https = %s
        """
            .formatted(
                bench.accessKey,
                bench.secretKey,
                host,
                host,
                endpoint.getScheme().equals("https") ? "True" : "False"));
  }
}
