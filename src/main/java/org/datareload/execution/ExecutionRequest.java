package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.datareload.landing.Selection;

/**
 * The wish to replace a dataset's content.
 *
 * @param startedBy a user, or the UserId segment of the trigger file's key
 * @param request the request that asks for it, or null where it cannot come twice
 */
public record ExecutionRequest(
    String datasetId, String startedBy, Trigger trigger, Request request) {
  public ExecutionRequest {
    requireNonNull(datasetId, "datasetId is null");
    requireNonNull(startedBy, "startedBy is null");
    requireNonNull(trigger, "trigger is null");
  }

  /** A wish that comes once. */
  public ExecutionRequest(String datasetId, String startedBy, Trigger trigger) {
    this(datasetId, startedBy, trigger, null);
  }

  /**
   * A request that may be sent again and means the same execution then.
   *
   * @param id hash of who asks and of the key that he gave it
   * @param content hash of what it asks for
   */
  public record Request(String id, String content) {
    public Request {
      requireNonNull(id, "id is null");
      requireNonNull(content, "content is null");
    }
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
