package org.datareload.transfer;

import java.time.Duration;

/** The folder of a trigger file is not whole yet: the execution is planned again after a pause. */
public final class FolderUnsettledException extends RuntimeException {
  private final Duration pause;

  FolderUnsettledException(String why, Duration pause) {
    super("Waits until the folder is quiet: " + why);
    this.pause = pause;
  }

  /** When to look again. */
  public Duration pause() {
    return pause;
  }
}
