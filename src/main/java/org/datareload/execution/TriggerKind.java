package org.datareload.execution;

import java.util.Locale;
import org.datareload.execution.ExecutionRequest.FolderTrigger;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.ExecutionRequest.Trigger;

/** What started an execution; its name in lower case is the column's and the API's word. */
public enum TriggerKind {
  /** A trigger file landed beside the files. */
  TRIGGER_FILE,
  /** A user or a script selected pending files. */
  PROCESS_FILES,
  /** The content of an earlier execution is brought back. */
  RESTORE;

  static TriggerKind of(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }

  static TriggerKind of(Trigger trigger) {
    return trigger instanceof FolderTrigger
        ? TRIGGER_FILE
        : trigger instanceof SelectionTrigger ? PROCESS_FILES : RESTORE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
