package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The wish to replace a dataset's content.
 *
 * @param startedBy a user, or the UserId segment of the trigger file's key
 */
public record NewExecution(String datasetId, String startedBy, Trigger trigger) {
  public NewExecution {
    requireNonNull(datasetId, "datasetId is null");
    requireNonNull(startedBy, "startedBy is null");
    requireNonNull(trigger, "trigger is null");
  }

  /** Where the wish comes from, which is also where its files come from. */
  public sealed interface Trigger {}

  /**
   * A trigger file: the files are those of its folder.
   *
   * @param identity which object stood at the key, see {@code StoredObject.exactIdentity()}
   * @param observedAt database time before the object was seen at the key
   */
  public record TriggerFile(String key, String identity, Instant observedAt) implements Trigger {
    public TriggerFile {
      requireNonNull(key, "key is null");
      requireNonNull(identity, "identity is null");
      requireNonNull(observedAt, "observedAt is null");
    }
  }

  /** Chosen pending files. */
  public record ProcessFiles(Selection files) implements Trigger {
    public ProcessFiles {
      requireNonNull(files, "files is null");
    }
  }

  /** The content of an earlier execution. */
  public record Restore(String executionId) implements Trigger {
    public Restore {
      requireNonNull(executionId, "executionId is null");
    }
  }
}
