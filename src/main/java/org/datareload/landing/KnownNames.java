package org.datareload.landing;

import static java.util.regex.Pattern.COMMENTS;
import static java.util.regex.Pattern.DOTALL;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names in the landing zone that are not data: files that writers keep for themselves, and logs of
 * tables. They are known below a dataset only, since a domain may have any of these names.
 */
final class KnownNames {
  private static final int BELOW_DATASET = 2;

  /** Folders that a writer uses while it works. */
  private static final Pattern WORK_FOLDER =
      Pattern.compile(
          """
          _temporary                 # Hadoop, Spark, Glue: tasks before they are committed
          | __magic.*                # S3A: magic committer
          | \\.spark-staging.*       # Spark: overwrite of single partitions
          | \\.hive-staging.*        # Hive
          | \\.emrfs_staging.*       # EMR
          | _impala_insert_staging   # Impala
          | \\._WIP_.*               # DistCp -atomic
          | _distcp_.*               # DistCp: logs and temporary files
          | _logs                    # Hadoop 1: history of the job
          """,
          COMMENTS | DOTALL);

  /** Files that a writer leaves beside the data. */
  private static final Pattern OWN_FILE =
      Pattern.compile(
          """
          _(committed|started)_.*    # Databricks: transactional commit
          | _(common_)?metadata      # Parquet: summary of all files
          | \\..*\\.crc              # Hadoop: checksum of one file
          | \\.pig_(header|schema)   # Pig
          | \\.DS_Store | \\._.* | (?i:Thumbs\\.db | desktop\\.ini)  # file managers of people
          """,
          COMMENTS | DOTALL);

  /** Files that get another name when they are finished. */
  private static final Pattern BEING_WRITTEN =
      Pattern.compile(
          """
          \\.distcp\\.tmp\\..*       # DistCp: file that is being copied
          | .*\\._COPYING_           # hadoop fs -put: file that is being copied
          | \\..*\\.inprogress\\..*  # Flink: open file
          | _.*_tmp_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}  # Flink: bytes below a part's size
          """,
          COMMENTS | DOTALL);

  /** What Hadoop's older file systems put for a folder, beside it at any depth. */
  private static final String FOLDER_MARKER = "_$folder$";

  private static final Pattern TABLE_LOG =
      Pattern.compile(
          """
          .*/
          ( (_delta_log | _change_data)/.*                        # Delta Lake
          | \\.hoodie/.* | \\.hoodie_partition_metadata(\\..*)?   # Hudi
          | metadata/[^/]*\\.metadata\\.json(\\.gz)?              # Iceberg
          | _orc_acid_version                                     # Hive ACID
          | _spark_metadata/.*                                    # Spark Structured Streaming
          )""",
          COMMENTS | DOTALL);

  private static final Pattern OUTER_SIGNS = Pattern.compile("^[\\W_]+|[\\W_]+$");

  private KnownNames() {}

  /** Whether a writer keeps the object for itself: it is neither data nor a problem. */
  static boolean isWriterFile(String key) {
    if (key.endsWith("/")) {
      return !key.toLowerCase(Locale.ROOT).endsWith("/_success/");
    }
    if (key.endsWith(FOLDER_MARKER)) {
      return true;
    }
    var segments = key.split("/", -1);
    return !isTableLog(key)
        && segments.length > BELOW_DATASET
        && (OWN_FILE.matcher(segments[segments.length - 1]).matches()
            || isBeingWritten(key)
            || Stream.of(segments)
                .skip(BELOW_DATASET)
                .anyMatch(segment -> WORK_FOLDER.matcher(segment).matches()));
  }

  /** Whether a writer leaves the object beside its data, not in a folder to work in. */
  static boolean isBesideData(String key) {
    var segments = key.split("/", -1);
    return OWN_FILE.matcher(segments[segments.length - 1]).matches()
        && Stream.of(segments).noneMatch(segment -> WORK_FOLDER.matcher(segment).matches());
  }

  /** Whether the object gets another name, that of a data file, when its writer has finished it. */
  static boolean isBeingWritten(String key) {
    return BEING_WRITTEN.matcher(key.substring(key.lastIndexOf('/') + 1)).matches();
  }

  /** Whether the object belongs to the log of a table, which says which of its files count. */
  static boolean isTableLog(String key) {
    var segments = key.split("/", BELOW_DATASET + 1);
    return segments.length > BELOW_DATASET
        && !key.endsWith("/")
        && !key.endsWith(FOLDER_MARKER)
        && TABLE_LOG.matcher("/" + segments[BELOW_DATASET]).matches();
  }

  /**
   * Whether a file name is a misspelt {@code _SUCCESS}, in other letters or with signs around it.
   * Such a file has no data, and its writer waits for a reload that does not start.
   */
  static boolean isMisspeltTrigger(String name) {
    var bare = OUTER_SIGNS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    return bare.equals("success") && !name.equals(LandingKey.TRIGGER);
  }
}
