package org.datareload.execution;

/**
 * This process no longer drives the execution: another one took it over, or this one is stopping.
 * Whoever catches it touches nothing more.
 */
public final class ExecutionLostException extends RuntimeException {
  public ExecutionLostException(String message) {
    super(message);
  }
}
