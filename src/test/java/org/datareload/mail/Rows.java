package org.datareload.mail;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/** Rows as the transactions that end an execution leave them. */
public final class Rows {
  private final Jdbi jdbi;

  public Rows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The dataset {@code sales/orders}, of which nothing has been published. */
  public void dataset(String notifyTo) {
    execute(
        """
        INSERT INTO dataset (id, domain, name, folded_name, file_type, description, notify)
        VALUES ('D1', 'sales', 'orders', 'sales/orders', 'csv', '', ?)
        """,
        notifyTo);
  }

  /** An execution that ended, and its letter {@code M<id>}. */
  public void ended(String id, String status, String startedBy, String reason) {
    endedWithoutLetter(id, status, startedBy, reason);
    letter(id, status.toLowerCase(Locale.ROOT));
  }

  public void endedWithoutLetter(String id, String status, String startedBy, String reason) {
    execute(
        """
        INSERT INTO execution (id, dataset_id, trigger_kind, started_by, status, reason, generation,
                               files_planned, files_copied, bytes_planned, bytes_copied,
                               accepted_at, started_at, committed_at, finished_at)
        VALUES (?, 'D1', 'process_files', ?, ?, ?, 4, 2, 2, 12345, 12345,
                TIMESTAMP WITH TIME ZONE '2026-11-22 14:00:00+00:00',
                TIMESTAMP WITH TIME ZONE '2026-11-22 16:00:01+02:00',
                TIMESTAMP WITH TIME ZONE '2026-11-22 14:00:08+00:00',
                TIMESTAMP WITH TIME ZONE '2026-11-22 14:00:09+00:00')
        """,
        id,
        startedBy,
        status,
        reason);
  }

  public void letter(String execution, String kind) {
    execute(
        """
        INSERT INTO mail (id, execution_id, dataset_id, kind, status) VALUES (?, ?, 'D1', ?, 'new')
        """,
        "M" + execution,
        execution,
        kind);
  }

  public void live(String execution, long generation) {
    execute("UPDATE dataset SET live_execution = ?, generation = ?", execution, generation);
  }

  public void copied(String execution, long seq, String targetKey) {
    execute(
        """
        INSERT INTO file_copy (execution_id, seq, source_bucket, source_key, source_etag, source_modified,
                               size_bytes, target_key)
        VALUES (?, ?, 'lz', 'k', 'e', 0, 1, ?)
        """,
        execution,
        seq,
        targetKey);
  }

  /** A landing problem first seen that long ago. */
  public void problem(String key, String reason, int secondsAgo) {
    execute(
        """
        INSERT INTO landing_problem (object_key, dataset_id, reason, size_bytes, first_seen)
        VALUES (?, 'D1', ?, 1, CURRENT_TIMESTAMP - CAST(? AS INTEGER) * INTERVAL '1' SECOND)
        """,
        key,
        reason,
        secondsAgo);
  }

  /** So many landing problems of one writer each. */
  public void problems(int number, int secondsAgo) {
    execute(
        """
        INSERT INTO landing_problem (object_key, dataset_id, reason, size_bytes, first_seen)
        SELECT 'sales/orders/upload_date=1/u' || n || '/csv/_a.csv', 'D1', 'hidden', 1,
               CURRENT_TIMESTAMP - CAST(? AS INTEGER) * INTERVAL '1' SECOND
        FROM UNNEST(?) AS numbers(n)
        """,
        secondsAgo,
        IntStream.range(0, number).mapToObj(String::valueOf).toArray(String[]::new));
  }

  public String status(String letter) {
    return text("SELECT status FROM mail WHERE id = ?", letter);
  }

  public String lastError(String letter) {
    return text("SELECT last_error FROM mail WHERE id = ?", letter);
  }

  /** Makes a letter due that waits for its next attempt. */
  public void makeDue(String letter) {
    execute("UPDATE mail SET next_at = CURRENT_TIMESTAMP WHERE id = ?", letter);
  }

  public void execute(String statement, Object... values) {
    jdbi.useHandle(handle -> handle.execute(statement, values));
  }

  public int number(String query) {
    return jdbi.withHandle(handle -> handle.select(query).mapTo(Integer.class).one());
  }

  public List<String> texts(String query) {
    return jdbi.withHandle(handle -> handle.select(query).mapTo(String.class).list());
  }

  private String text(String query, String letter) {
    return jdbi.withHandle(handle -> handle.select(query, letter).mapTo(String.class).one());
  }
}
