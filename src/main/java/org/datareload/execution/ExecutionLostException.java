package org.datareload.execution;

/**
 * This process no longer drives the execution: another process has claimed it, or this one is
 * stopping. The catcher must not change anything more.
 */
public final class ExecutionLostException extends RuntimeException {
  public ExecutionLostException(String message) {
    super(message);
  }
}
