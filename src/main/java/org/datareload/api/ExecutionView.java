package org.datareload.api;

import java.time.Instant;
import java.util.Locale;
import org.datareload.execution.Execution;

/** An execution as the API shows it. */
record ExecutionView(
    String id,
    String domain,
    String dataset,
    String status,
    String reason,
    String reasonCode,
    String trigger,
    String startedBy,
    Instant acceptedAt,
    Instant startedAt,
    Instant finishedAt,
    Progress files,
    Progress bytes,
    String step,
    Long generation,
    String restores,
    String replaces,
    long lateFiles,
    long notRemoved,
    String note,
    boolean live,
    boolean restorable) {
  record Progress(long planned, long copied) {}

  /**
   * @param restorable whether its content was replaced and is kept
   */
  static ExecutionView of(Execution e, boolean restorable) {
    return new ExecutionView(
        e.id(),
        e.dataset().domain(),
        e.dataset().name(),
        e.status().shown(),
        e.reason() == null ? null : e.reason().text(),
        e.reason() == null ? null : e.reason().code(),
        e.trigger().toString(),
        e.startedBy(),
        e.acceptedAt(),
        e.startedAt(),
        e.finishedAt(),
        new Progress(e.planned().files(), e.copied().files()),
        new Progress(e.planned().bytes(), e.copied().bytes()),
        e.status().name().toLowerCase(Locale.ROOT),
        e.generation(),
        e.restores(),
        e.replaces(),
        e.lateFiles(),
        e.notRemoved(),
        e.note(),
        isLive(e),
        restorable);
  }

  static boolean isLive(Execution e) {
    return e.committedAt() != null && e.retiredBy() == null;
  }
}
