package org.datareload.transfer;

import java.time.Duration;

/** The folder of a trigger file is not whole yet: the execution is planned again after a pause. */
public final class FolderUnsettledException extends RuntimeException {
  private final String what;
  private final Duration pause;

  FolderUnsettledException(String what, Duration pause) {
    this("Waits until the folder is quiet: " + what, what, pause);
  }

  private FolderUnsettledException(String message, String what, Duration pause) {
    super(message);
    this.what = what;
    this.pause = pause;
  }

  /** Another process deletes content of the dataset, which must not be restored meanwhile. */
  static FolderUnsettledException duringCleanUp(Duration pause) {
    var what = "the clean-up after an earlier execution is under way";
    return new FolderUnsettledException("Waits: " + what, what, pause);
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
