package org.datareload.store;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.Map;
import java.util.Set;
import org.datareload.store.S3Deletes.Target;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.S3Error;

/** What DeleteObjects answered of each target. Some stores leave versions out of their answers. */
final class DeleteObjectsResult {
  private final Map<Target, S3Error> errors;
  private final Set<Target> deleted;

  DeleteObjectsResult(DeleteObjectsResponse answer) {
    errors =
        answer.errors().stream()
            .collect(toMap(e -> named(e.key(), e.versionId()), e -> e, (one, other) -> one));
    deleted = answer.deleted().stream().map(d -> named(d.key(), d.versionId())).collect(toSet());
  }

  /** Why the target was not deleted, or null where the answer names no reason. */
  S3Error error(Target target) {
    var error = errors.get(named(target.key(), target.versionId()));
    return error == null ? errors.get(named(target.key(), null)) : error;
  }

  /** Whether the answer says that the target was deleted. */
  boolean deleted(Target target) {
    return deleted.contains(named(target.key(), target.versionId()))
        || deleted.contains(named(target.key(), null));
  }

  private static Target named(String key, String versionId) {
    return new Target(key, Etags.version(versionId), null);
  }
}
