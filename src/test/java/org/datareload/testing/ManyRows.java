package org.datareload.testing;

import org.jdbi.v3.core.Jdbi;

/** Inserts very many rows in a second or two, as that many uploads would leave. */
public final class ManyRows {
  private static final String NUMBERS =
      """
      WITH digit(d) AS (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)),
        number(n) AS (
          SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d
          FROM digit a, digit b, digit c, digit e, digit f)
      """;

  /** Enough files to expose quadratic algorithms. */
  public static final int MANY =
      "long".equals(System.getProperty("reload.proof")) ? 100_000 : 20_000;

  public static final long PENDING_BYTES = 1_000;
  public static final long LIVE_BYTES = 10;

  private ManyRows() {}

  /** The id of the pending file with this number. */
  public static String id(String datasetId, int number) {
    return datasetId.substring(10) + "%010d".formatted(number);
  }

  /** Inserts pending files {@code part-000000.csv} and so on, at most 100,000. */
  public static void pending(Jdbi jdbi, String datasetId, int files) {
    var insert =
        "INSERT INTO file (id, dataset_id, object_key, landed_key, name, user_id, etag,"
            + " size_bytes, last_modified, status) "
            + NUMBERS
            + """
            SELECT SUBSTRING(:dataset FROM 11) || LPAD(CAST(n AS VARCHAR(9)), 10, '0'), :dataset,
              :dataset || '/upload_date=1764000000/etl/csv/part-'
                || LPAD(CAST(n AS VARCHAR(9)), 6, '0') || '.csv',
              :dataset || '/upload_date=1764000000/etl/csv/part-'
                || LPAD(CAST(n AS VARCHAR(9)), 6, '0') || '.csv',
              'part-' || LPAD(CAST(n AS VARCHAR(9)), 6, '0') || '.csv', 'etl', 'e', 1000,
              CURRENT_TIMESTAMP, 'pending'
            FROM number WHERE n < :files
            """;
    jdbi.useTransaction(
        handle -> {
          handle.createUpdate(insert).bind("dataset", datasetId).bind("files", files).execute();
          handle.execute(
              "UPDATE file_count SET files = files + ?, bytes = bytes + ?"
                  + " WHERE dataset_id = ? AND status = 'pending'",
              files,
              PENDING_BYTES * files,
              datasetId);
        });
  }

  /** Inserts live content of {@code files} files that begin at {@code part-<from>.csv}. */
  public static void live(Jdbi jdbi, String datasetId, int files, int from) {
    var id = "01J0000000000000000000LIVE";
    var insert =
        "INSERT INTO file_copy (execution_id, seq, source_bucket, source_key, source_etag,"
            + " source_modified, size_bytes, target_key) "
            + NUMBERS
            + """
            SELECT :id, n + 1, 'landing', 'k' || CAST(n AS VARCHAR(9)), 'e', 0, 10,
              'many/files/upload_date=1764000000/etl/csv/' || :id || '/part-'
                || LPAD(CAST(n + :from AS VARCHAR(9)), 6, '0') || '.csv'
            FROM number WHERE n < :files
            """;
    jdbi.useTransaction(
        handle -> {
          handle.execute(
              "INSERT INTO execution (id, dataset_id, trigger_kind, started_by, status,"
                  + " files_planned, bytes_planned, files_copied, bytes_copied, started_at,"
                  + " committed_at, finished_at) VALUES (?, ?, 'process_files', 'etl',"
                  + " 'COMPLETED', ?, ?, ?, ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP,"
                  + " CURRENT_TIMESTAMP)",
              id,
              datasetId,
              files,
              LIVE_BYTES * files,
              files,
              LIVE_BYTES * files);
          handle
              .createUpdate(insert)
              .bind("id", id)
              .bind("from", from)
              .bind("files", files)
              .execute();
          handle.execute(
              "UPDATE dataset SET live_execution = ?, generation = 1 WHERE id = ?", id, datasetId);
        });
  }
}
