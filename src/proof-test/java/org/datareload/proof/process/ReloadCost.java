package org.datareload.proof.process;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.datareload.demo.EmbeddedS3.Written;
import org.datareload.demo.S3EventJson;

/**
 * The CPU time of reloads in processes of given jars, in turns: {@code ReloadCost <files> <loads>
 * <jar>...}. Each file has 1 KiB; the store is in this process. Prints the microseconds a file of
 * each load, and the ratio of the median of each jar to that of the first.
 */
final class ReloadCost implements AutoCloseable {
  private final MeasuredProcess process;
  private final List<Long> microsPerFile = new ArrayList<>();
  private int loads;

  private ReloadCost(Path jar) throws Exception {
    process = new MeasuredProcess(jar, Map.of());
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
    var zones = process.zones;
    var bucket = zones.zones().landing();
    IntStream.range(0, files)
        .parallel()
        .forEach(i -> zones.write(bucket, prefix + i + ".csv", content));
    var before = process.cpu();
    zones.write(bucket, prefix + "_SUCCESS", new byte[0]);
    process.notify(
        new S3EventJson("us-east-1")
            .event(new Written("Put", bucket, prefix + "_SUCCESS", 0, "", null)));
    var path = "/executions?status=completed&limit=500";
    process.await(
        () -> process.api.get(path).map(page -> page.get("executions").size()).orElse(0) == loads);
    microsPerFile.add(process.cpu().minus(before).toNanos() / 1000 / files);
  }

  private long median() {
    return microsPerFile.stream().sorted().toList().get(microsPerFile.size() / 2);
  }

  @Override
  public void close() throws Exception {
    process.close();
  }
}
