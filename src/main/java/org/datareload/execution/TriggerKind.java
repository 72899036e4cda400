package org.datareload.execution;

import java.util.Locale;

/** What started an execution. */
public enum TriggerKind {
  /** A trigger file landed beside the files. */
  TRIGGER_FILE,
  /** A person or a script chose pending files. */
  PROCESS_FILES,
  /** The content of an earlier execution is brought back. */
  RESTORE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TriggerKind of(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }
}
