package org.datareload.transfer;

import java.time.Duration;

/** The folder of a trigger file is not whole yet: the execution is planned again after a pause. */
public final class FolderUnsettledException extends RuntimeException {
  private final String what;
  private final Duration pause;

  FolderUnsettledException(String what, Duration pause) {
    super("Waits until the folder is quiet: " + what);
    this.what = what;
    this.pause = pause;
  }

  /** What is missing, or goes on. */
  String what() {
    return what;
  }

  /** When to look again. */
  public Duration pause() {
    return pause;
  }
}
