package org.datareload.proof.process;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.datareload.api.TestServer;
import org.datareload.demo.EmbeddedS3.Written;
import org.datareload.demo.S3EventJson;

/**
 * The CPU time of notifications by webhook in a process of the jar: {@code EventCost <messages>
 * <jar>}. Each message tells of ten new data files; eight are sent at once, on H2 and then on
 * PostgreSQL. Prints notifications a second, and a second of CPU time, after as many to warm up.
 */
final class EventCost {
  private static final int RECORDS = 10;
  private static final int SENDERS = 8;
  private static final S3EventJson JSON = new S3EventJson("us-east-1");

  private EventCost() {}

  public static void main(String[] arguments) {
    var messages = Integer.parseInt(arguments[0]);
    var jar = Path.of(arguments[1]);
    try {
      measure("H2", jar, Map.of(), messages);
      measure("PostgreSQL", jar, TestServer.onPostgres(), messages);
      System.exit(0);
    } catch (Exception failed) {
      // The threads of the store would keep this process alive.
      failed.printStackTrace();
      System.exit(1);
    }
  }

  private static void measure(String name, Path jar, Map<String, String> settings, int messages)
      throws Exception {
    try (var process = new MeasuredProcess(jar, settings)) {
      var bucket = process.zones.zones().landing();
      send(process, bucket, 0, messages);
      var cpu = process.cpu();
      var start = System.nanoTime();
      send(process, bucket, messages, 2 * messages);
      var seconds = (System.nanoTime() - start) / 1e9;
      var busy = process.cpu().minus(cpu).toNanos() / 1e9;
      var records = (double) messages * RECORDS;
      System.out.printf(
          "%s: %.0f notifications a second, %.0f a second of CPU time (%.0f us each)%n",
          name, records / seconds, records / busy, 1e6 * busy / records);
      var files = process.api.get("/datasets/sales/orders").orElseThrow().get("files");
      // The sweep at the start has looked for the first of them, which do not exist.
      var told = files.get("pending").intValue() + files.get("deleted").intValue();
      if (told != 2 * messages * RECORDS) {
        throw new IllegalStateException("files: " + files);
      }
    }
  }

  private static void send(MeasuredProcess process, String bucket, int from, int to)
      throws Exception {
    var senders = Executors.newFixedThreadPool(SENDERS);
    try {
      var sent =
          IntStream.range(from, to)
              .<Future<?>>mapToObj(
                  number ->
                      senders.submit(
                          () -> {
                            process.notify(message(bucket, number));
                            return null;
                          }))
              .toList();
      for (var message : sent) {
        message.get();
      }
    } finally {
      senders.shutdown();
    }
  }

  private static String message(String bucket, int number) {
    return IntStream.range(0, RECORDS)
        .mapToObj(
            i -> "sales/orders/upload_date=1767225600/ana/csv/part-%d-%d.csv".formatted(number, i))
        .map(key -> new Written("Put", bucket, key, 1024, "d41d8cd98f00b204e9800998ecf8427e", null))
        .map(JSON::event)
        .map(event -> event.strip().replaceFirst("^\\{\"Records\":\\[", "").replaceFirst("]}$", ""))
        .collect(joining(",", "{\"Records\":[", "]}"));
  }
}
