package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.datareload.landing.LandingKey;
import org.datareload.landing.Selection;

/**
 * A request to replace a dataset's content.
 *
 * @param startedBy a user, or the UserId segment of the trigger file's key
 * @param idempotency null for a request that cannot be repeated
 */
public record ExecutionRequest(
    String datasetId, String startedBy, Trigger trigger, Idempotency idempotency) {
  public ExecutionRequest {
    requireNonNull(datasetId, "datasetId is null");
    requireNonNull(startedBy, "startedBy is null");
    requireNonNull(trigger, "trigger is null");
  }

  /** A request that cannot be repeated. */
  public ExecutionRequest(String datasetId, String startedBy, Trigger trigger) {
    this(datasetId, startedBy, trigger, null);
  }

  /**
   * What makes two HTTP requests the same request.
   *
   * @param id hash of the user and the Idempotency-Key
   * @param content hash of the operation, path, body and API token
   */
  public record Idempotency(String id, String content) {
    public Idempotency {
      requireNonNull(id, "id is null");
      requireNonNull(content, "content is null");
    }
  }

  /** What starts the execution, which is also where its files come from. */
  public sealed interface Trigger {}

  /**
   * A trigger file: the files are those of its folder.
   *
   * @param identity which object is at the key, see {@code StoredObject.exactIdentity()}
   * @param observedAt database time just before the object was seen at the key
   * @param droppedAt its Last-Modified, by the store's clock
   * @param age how long ago that was, by the store's clock
   * @param uploadDate that of its key, in milliseconds since 1970
   */
  public record FolderTrigger(
      String key,
      String identity,
      Instant observedAt,
      Instant droppedAt,
      Duration age,
      long uploadDate)
      implements Trigger {
    public FolderTrigger {
      requireNonNull(key, "key is null");
      requireNonNull(identity, "identity is null");
      requireNonNull(observedAt, "observedAt is null");
      requireNonNull(droppedAt, "droppedAt is null");
      requireNonNull(age, "age is null");
    }

    /** The prefix of the files that it is about: its folder and the tree below. */
    String folder() {
      return folderOf(key);
    }

    /** Whether one of the two folders contains the other. */
    public boolean overlaps(String otherKey) {
      var other = folderOf(otherKey);
      return folder().startsWith(other) || other.startsWith(folder());
    }

    private static String folderOf(String key) {
      return LandingKey.triggerFolder(key);
    }
  }

  /** Selected pending files. */
  public record SelectionTrigger(Selection files) implements Trigger {
    public SelectionTrigger {
      requireNonNull(files, "files is null");
    }
  }

  /** The content of an earlier execution. */
  public record RestoreTrigger(String executionId) implements Trigger {
    public RestoreTrigger {
      requireNonNull(executionId, "executionId is null");
    }
  }
}
