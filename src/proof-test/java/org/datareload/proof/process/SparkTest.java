package org.datareload.proof.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datareload.proof.Proof.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.datareload.proof.Proof;
import org.datareload.store.StoredObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Apache Spark writes to the landing zone and reads from the lake. Its profile is {@code spark};
 * {@code -Dreload.proof.spark-reloads} sets the number of reloads while it reads.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SparkTest {
  private static final int RELOADS = Proof.number("spark-reloads", 40, 40);
  private static final int FILES = 3;
  private static final long ROWS = 1000;

  private Path folder;
  private Cluster cluster;
  private Child child;
  private Spark spark;
  private int executions;
  private int date = 1_700_000_000;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    Spark.assumeBuilt();
    folder = temporary;
    var given =
        Map.of(
            "reload.trigger.settle", "1s",
            "reload.sweep.interval", "2s");
    cluster = new Cluster(DatabaseServer.h2(folder), 0, given);
    child = cluster.child(folder).start();
    spark = spark("spark");
  }

  private Spark spark(String name) throws Exception {
    return new Spark(folder.resolve(name), cluster.zones.server().endpoint());
  }

  @AfterAll
  void stop() throws Exception {
    if (cluster != null) {
      spark.close();
      child.close();
      cluster.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v1,''",
    "v2,''",
    "directory,''",
    "magic,''",
    "v1,dt",
    "v2,dt",
    "directory,dt",
    "magic,dt"
  })
  void writesThroughEachCommitter(String committer, String partitions) throws Exception {
    var dataset = dataset("rows_" + committer + partitions, "parquet");
    write(committer, landing(dataset), 0, partitions);
    assertLoaded(dataset, 1, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "directory", "magic"})
  void overwritesTwiceInOneFolder(String committer) throws Exception {
    var dataset = dataset("twice_" + committer, "parquet");
    var to = landing(dataset);
    write(committer, to, 0, "dt");
    assertLoaded(dataset, 1, 0);
    write(committer, to, 500, "dt");
    assertLoaded(dataset, 2, 500);
  }

  /** The second job deletes what the first one wrote, while that is settling or being loaded. */
  @ParameterizedTest
  @ValueSource(strings = {"v1", "magic"})
  void overwritesAFolderThatIsBeingLoaded(String committer) throws Exception {
    var dataset = dataset("at_once_" + committer, "parquet");
    var to = landing(dataset);
    write(committer, to, 0, "");
    write(committer, to, 500, "");

    await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(
            () -> {
              assertThat(remaining(dataset)).isEmpty();
              assertThat(executions(dataset)).allMatch(e -> !status(e).equals("processing"));
            });
    var ended = executions(dataset);
    report(
        "spark: overwritten at once by %s: %s, newest first, %s",
        committer, ended.findValues("status"), ended.findValues("reason"));
    assertThat(status(ended.get(0))).isEqualTo("completed");
    executions += ended.size();
    assertContent(dataset, 500);
  }

  /** What a killed job leaves is not loaded, and the repeated job takes it away. */
  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "magic"})
  void repeatsAJobThatWasKilled(String committer) throws Exception {
    var dataset = dataset("killed_" + committer, "parquet");
    var to = landing(dataset);
    // Files of this committer are in place before the job is over.
    var written =
        written(
            key ->
                key.contains("/part-") && (!committer.equals("v2") || !key.contains("_temporary")));
    try (var killed = spark("killed-" + committer)) {
      killed.begin(write(committer, to, 0) + " slow");
      assertThat(written.await(2, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(remaining(dataset)).isNotEmpty();
    assertThat(executions(dataset)).isEmpty();

    write(committer, to, 0, "");
    assertLoaded(dataset, 1, 0);
  }

  @Test
  void readsByTheManifestWhileContentIsReplaced() throws Exception {
    var dataset = dataset("watched", "csv", "manifest");
    reload(dataset, 1);
    spark.begin("watch %s %d %d".formatted(manifest(dataset), FILES * ROWS, RELOADS));
    for (var generation = 2; generation <= RELOADS; generation++) {
      reload(dataset, generation);
    }
    var seen = spark.result();
    report("spark: read during %d reloads: %s", RELOADS, seen);
    executions += RELOADS;
    assertThat(seen).matches("\\{(manifest replaced meanwhile=\\d+, )?whole=[1-9]\\d*}");
  }

  private void reload(String dataset, int generation) {
    var to = "sales/" + dataset + "/upload_date=" + date++ + "/spark/csv/";
    for (var file = 0; file < FILES; file++) {
      var rows = new StringBuilder();
      for (var row = 0; row < ROWS; row++) {
        rows.append(generation).append(',').append(file * ROWS + row).append('\n');
      }
      put(to + "part-" + file + ".csv", rows.toString());
    }
    put(to + "_SUCCESS", "");
    awaitEnded(dataset, generation);
  }

  private void put(String key, String content) {
    cluster.zones.write(cluster.zones.zones().landing(), key, content.getBytes(UTF_8));
  }

  private String dataset(String name, String fileType) {
    return dataset(name, fileType, "listing");
  }

  private String dataset(String name, String fileType, String readers) {
    var status =
        child.api.post(
            "/datasets",
            """
            {"domain":"sales","name":"%s","fileType":"%s","updateMethod":"reload",
             "notify":["ann@example.org"],"readers":"%s"}
            """
                .formatted(name, fileType, readers));
    assertThat(status).isEqualTo(201);
    return name;
  }

  /** A new folder of the landing zone. */
  private String landing(String dataset) {
    return "s3a://%s/sales/%s/upload_date=%d/spark/parquet"
        .formatted(cluster.zones.zones().landing(), dataset, date++);
  }

  private String manifest(String dataset) {
    return "s3a://%s/sales/%s/_symlink_format_manifest/manifest"
        .formatted(cluster.zones.zones().lake(), dataset);
  }

  private void write(String committer, String to, long from, String options) throws Exception {
    spark.assertResult((write(committer, to, from) + " " + options).strip(), "written");
  }

  private static String write(String committer, String to, long from) {
    return "write %s %s %d %d".formatted(committer, to, from, from + ROWS);
  }

  /** Is counted down when Spark has written such a key to the landing zone. */
  private CountDownLatch written(Predicate<String> expected) {
    var latch = new CountDownLatch(1);
    var send = cluster.eventSender();
    cluster.onObject(
        written -> {
          send.accept(written);
          if (expected.test(written.key())) {
            latch.countDown();
          }
        });
    return latch;
  }

  /** Asserts that the newest of so many executions is the only thing that came of a job. */
  private void assertLoaded(String dataset, int number, long from) throws Exception {
    awaitEnded(dataset, number);
    executions++;
    assertThat(remaining(dataset)).isEmpty();
    assertContent(dataset, from);
  }

  private void awaitEnded(String dataset, int number) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              assertThat(executions(dataset)).hasSize(number);
              assertThat(executions(dataset)).allMatch(e -> !status(e).equals("processing"));
            });
    assertThat(executions(dataset))
        .allSatisfy(
            execution -> {
              assertThat(status(execution)).as("%s", execution).isEqualTo("completed");
              assertThat(execution.get("lateFiles").intValue()).isZero();
            });
  }

  private void assertContent(String dataset, long from) throws Exception {
    var sum = ROWS * from + ROWS * (ROWS - 1) / 2;
    spark.assertResult("sum " + manifest(dataset), ROWS + " rows, sum " + sum);
    assertThat(
            child.api.get("/datasets/sales/" + dataset + "/problems").orElseThrow().get("problems"))
        .isEmpty();
    cluster.awaitMails(executions);
    assertThat(subjects()).allMatch(subject -> subject.contains("] Reload "));
  }

  private List<String> subjects() throws Exception {
    var subjects = new ArrayList<String>();
    for (var message : cluster.mail.received()) {
      subjects.add(message.getSubject());
    }
    return subjects;
  }

  private JsonNode executions(String dataset) {
    return child
        .api
        .get("/datasets/sales/" + dataset + "/executions?limit=100")
        .orElseThrow()
        .get("executions");
  }

  private static String status(JsonNode execution) {
    return execution.get("status").textValue();
  }

  /** What is left of a dataset in the landing zone. */
  private List<String> remaining(String dataset) {
    return cluster.zones.list(cluster.zones.zones().landing(), "sales/" + dataset + "/").stream()
        .map(StoredObject::key)
        .toList();
  }
}
