package org.datareload.spark;

import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Spark jobs, one for each line of the standard input; the result of each is a line that begins
 * with {@code =}.
 *
 * <pre>
 * write COMMITTER FOLDER FROM TO [dt] [slow]   writes the ids FROM to TO - 1
 * sum MANIFEST                                 reads the rows of a symlink manifest
 * watch MANIFEST ROWS LAST                     reads it until it has generation LAST
 * </pre>
 */
public final class Jobs {
  private static final String FILES = "org.apache.spark.sql.execution.datasources.";
  private static final String CLOUD = "org.apache.spark.internal.io.cloud.";

  private final SparkSession spark;

  private Jobs(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * @param args endpoint, access key and secret key of the store
   */
  public static void main(String[] args) throws IOException {
    var folder = System.getProperty("user.dir");
    var spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.local.dir", folder)
            .config("spark.hadoop.hadoop.tmp.dir", folder)
            .config("spark.hadoop.fs.s3a.committer.staging.tmp.path", folder + "/staging")
            .config("spark.hadoop.fs.s3a.endpoint", args[0])
            .config("spark.hadoop.fs.s3a.endpoint.region", "us-east-1")
            .config("spark.hadoop.fs.s3a.access.key", args[1])
            .config("spark.hadoop.fs.s3a.secret.key", args[2])
            .config("spark.hadoop.fs.s3a.path.style.access", true)
            .config("spark.hadoop.fs.s3a.committer.staging.conflict-mode", "replace")
            .getOrCreate();
    spark.udf().register("slowly", (UDF1<Long, Long>) Jobs::slowly, DataTypes.LongType);
    var jobs = new Jobs(spark);
    var lines = new BufferedReader(new InputStreamReader(System.in));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println("=" + jobs.run(line.split(" ")));
    }
  }

  private String run(String[] words) {
    try {
      return switch (words[0]) {
        case "write" -> write(words);
        case "sum" -> sum(words[1]);
        case "watch" -> watch(words[1], Long.parseLong(words[2]), Long.parseLong(words[3]));
        default -> "unknown job " + words[0];
      };
    } catch (Exception failed) {
      failed.printStackTrace();
      return "failed: " + failed;
    }
  }

  private String write(String[] words) {
    var options = words.length > 5 ? words[5] + (words.length > 6 ? words[6] : "") : "";
    var cloud = words[1].equals("directory") || words[1].equals("magic");
    spark
        .conf()
        .set(
            "spark.sql.sources.commitProtocolClass",
            cloud
                ? CLOUD + "PathOutputCommitProtocol"
                : FILES + "SQLHadoopMapReduceCommitProtocol");
    spark
        .conf()
        .set(
            "spark.sql.parquet.output.committer.class",
            cloud
                ? CLOUD + "BindingParquetOutputCommitter"
                : "org.apache.parquet.hadoop.ParquetOutputCommitter");
    var id = options.contains("slow") ? callUDF("slowly", col("id")) : col("id");
    var writer =
        spark
            .range(Long.parseLong(words[3]), Long.parseLong(words[4]), 1, 4)
            .select(id.as("id"), concat(lit("2026-11-0"), col("id").mod(3).plus(1)).as("dt"))
            .write()
            .mode(SaveMode.Overwrite)
            .option("fs.s3a.committer.name", cloud ? words[1] : "file")
            .option(
                "mapreduce.fileoutputcommitter.algorithm.version", words[1].equals("v2") ? 2 : 1);
    (options.contains("dt") ? writer.partitionBy("dt") : writer).parquet(words[2]);
    return "written";
  }

  private static long slowly(long id) throws InterruptedException {
    Thread.sleep(20);
    return id;
  }

  /** The paths that the manifest lists, for S3A. */
  private String[] paths(String manifest) {
    return spark.read().text(manifest).as(Encoders.STRING()).collectAsList().stream()
        .map(path -> path.replaceFirst("^s3:", "s3a:"))
        .toArray(String[]::new);
  }

  private String sum(String manifest) {
    var row = spark.read().parquet(paths(manifest)).agg(count("id"), functions.sum("id")).first();
    return row.getLong(0) + " rows, sum " + row.getLong(1);
  }

  /** Counts what readers of a manifest see while its dataset is reloaded. */
  private String watch(String manifest, long rows, long last) {
    var seen = new TreeMap<String, Integer>(Map.of("whole", 0));
    for (var generation = 0L; generation < last; ) {
      var content = content(manifest);
      seen.merge(judge(content, rows), 1, Integer::sum);
      generation = content.generation == 0 ? generation : content.generation;
    }
    return seen.toString();
  }

  /** What was read, or why it was not. */
  private record Content(String failure, long rows, long generations, long generation) {}

  private Content content(String manifest) {
    String[] paths;
    try {
      paths = paths(manifest);
    } catch (Exception failed) {
      // S3A refuses an object that is replaced between its HEAD and its GET.
      var replaced = stack(failed).contains("RemoteFileChangedException");
      return new Content(replaced ? "manifest replaced meanwhile" : "" + failed, 0, 0, 0);
    }
    try {
      var read = spark.read().schema("generation BIGINT, id BIGINT").csv(paths);
      var row = read.agg(count("id"), countDistinct("generation"), max("generation")).first();
      return new Content(
          null, row.getLong(0), row.getLong(1), row.isNullAt(2) ? 0 : row.getLong(2));
    } catch (Exception failed) {
      failed.printStackTrace();
      return new Content("" + failed, 0, 0, 0);
    }
  }

  private static String judge(Content content, long rows) {
    if (content.failure != null) {
      return content.failure.lines().findFirst().orElse("");
    }
    if (content.rows == 0) {
      return "empty";
    }
    return content.generations > 1 ? "mixed" : content.rows == rows ? "whole" : "missing rows";
  }

  private static String stack(Throwable failed) {
    var text = new StringWriter();
    failed.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
