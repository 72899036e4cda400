package org.datareload.execution;

import org.slf4j.MDC;

/** Adds execution, dataset and user to the log lines of this thread until it is closed. */
final class LogContext implements AutoCloseable {
  private static final String EXECUTION = "execution";
  private static final String DATASET = "dataset";
  private static final String USER = "user";

  private LogContext() {}

  static LogContext of(Execution execution) {
    MDC.put(EXECUTION, execution.id());
    MDC.put(DATASET, execution.dataset().toString());
    MDC.put(USER, execution.startedBy());
    return new LogContext();
  }

  /** Removes what was added. */
  static void clear() {
    MDC.remove(EXECUTION);
    MDC.remove(DATASET);
    MDC.remove(USER);
  }

  @Override
  public void close() {
    clear();
  }
}
