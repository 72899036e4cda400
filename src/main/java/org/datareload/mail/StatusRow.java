package org.datareload.mail;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the database says for one mail: the dataset as it is now and the execution that ended. The
 * execution's fields are null or 0 in a mail about landing problems.
 *
 * @param mailId the outbox row
 * @param status completed, failed, rejected or problems
 * @param notifyTo the dataset's mail addresses, separated by commas
 * @param delivered the addresses that an earlier attempt reached, separated by commas, or null
 * @param liveExecution the execution whose content is live, or null before the first
 * @param liveGeneration the number of that content
 * @param liveSince when that execution was committed, or null
 * @param note what people should know beside the reason, or null
 * @param lateFiles how many files landed in the folder after its plan was frozen
 * @param notRemoved how many objects that should be gone the store did not delete
 * @param problems how many landing problems the mail reports
 * @param names of the first live files or landing problems, at most {@link MailContent#MAX_NAMES}
 * @param writers the users of whom the keys of all those landing problems tell
 */
public record StatusRow(
    String mailId,
    String status,
    String domain,
    String dataset,
    String notifyTo,
    String delivered,
    String liveExecution,
    long liveGeneration,
    Instant liveSince,
    String executionId,
    String startedBy,
    String reason,
    String note,
    long lateFiles,
    long notRemoved,
    long filesPlanned,
    long filesCopied,
    long bytesPlanned,
    long bytesCopied,
    Instant acceptedAt,
    Instant startedAt,
    Instant finishedAt,
    long problems,
    List<String> names,
    List<String> writers) {
  public StatusRow {
    requireNonNull(mailId, "mailId is null");
    requireNonNull(status, "status is null");
    requireNonNull(domain, "domain is null");
    requireNonNull(dataset, "dataset is null");
    requireNonNull(notifyTo, "notifyTo is null");
    names = List.copyOf(names);
    writers = List.copyOf(writers);
  }

  /**
   * The row as the query reads it.
   *
   * @param row of {@code sql/mail-status.sql}
   * @throws UndeliverableException where there is no row: the dataset is gone
   */
  public static StatusRow of(Map<String, Object> row) {
    if (row == null) {
      throw new UndeliverableException("the dataset and its mail are deleted");
    }
    var kind = (String) row.get("kind");
    return new StatusRow(
        (String) row.get("mailId"),
        kind.equals("landing") ? "problems" : kind,
        (String) row.get("domain"),
        (String) row.get("dataset"),
        (String) row.get("notifyTo"),
        (String) row.get("delivered"),
        (String) row.get("liveExecution"),
        number(row, "liveGeneration"),
        time(row, "liveSince"),
        (String) row.get("executionId"),
        (String) row.get("startedBy"),
        (String) row.get("reason"),
        (String) row.get("note"),
        number(row, "lateFiles"),
        number(row, "notRemoved"),
        number(row, "filesPlanned"),
        number(row, "filesCopied"),
        number(row, "bytesPlanned"),
        number(row, "bytesCopied"),
        time(row, "acceptedAt"),
        time(row, "startedAt"),
        time(row, "finishedAt"),
        number(row, "problems"),
        List.of(),
        List.of());
  }

  /**
   * The same row with names and writers.
   *
   * @param rows of {@code sql/mail-names.sql}
   */
  public StatusRow withNames(List<Map<String, Object>> rows) {
    return new StatusRow(
        mailId,
        status,
        domain,
        dataset,
        notifyTo,
        delivered,
        liveExecution,
        liveGeneration,
        liveSince,
        executionId,
        startedBy,
        reason,
        note,
        lateFiles,
        notRemoved,
        filesPlanned,
        filesCopied,
        bytesPlanned,
        bytesCopied,
        acceptedAt,
        startedAt,
        finishedAt,
        problems,
        column(rows, "name"),
        column(rows, "writer"));
  }

  private static List<String> column(List<Map<String, Object>> rows, String column) {
    return rows.stream().map(row -> (String) row.get(column)).filter(Objects::nonNull).toList();
  }

  private static long number(Map<String, Object> row, String column) {
    return ((Number) row.get(column)).longValue();
  }

  /** A column of milliseconds since 1970, or null. */
  private static Instant time(Map<String, Object> row, String column) {
    return row.get(column) instanceof Number millis
        ? Instant.ofEpochMilli(millis.longValue())
        : null;
  }

  boolean isAboutProblems() {
    return status.equals("problems");
  }

  /** Whether the content of this execution is live. */
  boolean isLive() {
    return executionId != null && executionId.equals(liveExecution);
  }

  /** {@code domain/dataset}. */
  String name() {
    return domain + "/" + dataset;
  }
}
