package org.datareload.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One object as the store described it: what stands at a key, exactly.
 *
 * @param size bytes
 * @param etag without quotes; opaque, since it is an MD5 only for objects of a single plain PUT
 * @param versionId null where the bucket keeps no versions
 * @param lastModified whole seconds, since some answers of a store carry no more
 */
public record StoredObject(
    String key, long size, String etag, String versionId, Instant lastModified) {
  public StoredObject {
    requireNonNull(key, "key is null");
    requireNonNull(etag, "etag is null");
    requireNonNull(lastModified, "lastModified is null");
    if (size < 0) {
      throw new IllegalArgumentException("size is negative: " + size);
    }
    lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Tells this object from every other that stood or will stand at its key. */
  public String identity() {
    return versionId != null ? versionId : etag + "|" + lastModified.getEpochSecond();
  }

  /** Whether the other is this very object: the same version, or the same bytes of the same age. */
  public boolean isSame(StoredObject other) {
    return key.equals(other.key) && identity().equals(other.identity());
  }
}
