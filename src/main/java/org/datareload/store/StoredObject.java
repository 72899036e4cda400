package org.datareload.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One object as the store described it: what stands at a key, exactly.
 *
 * @param size bytes
 * @param etag without quotes; opaque, since it is an MD5 only for objects of a single plain PUT
 * @param versionId null where the bucket keeps no versions
 * @param lastModified as exact as the answer was: a listing may tell parts of a second, HEAD does
 *     not
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
  }

  /**
   * Tells this object from every other that stood or will stand at its key, also from one that was
   * written within the same second, where the store's listings are that exact. Only for objects
   * that {@link ObjectStore#listed} found.
   */
  public String exactIdentity() {
    return versionId != null ? versionId : etag + "|" + lastModified.toEpochMilli();
  }

  /**
   * Whether the other is this very object: the same version, or the same bytes of the same age
   * where one of the two was described without its version, as by a listing of a bucket that keeps
   * versions since it was probed.
   */
  public boolean isSame(StoredObject other) {
    if (!key.equals(other.key)) {
      return false;
    }
    return versionId != null && other.versionId != null
        ? versionId.equals(other.versionId)
        : etag.equals(other.etag)
            && size == other.size
            && lastModified.getEpochSecond() == other.lastModified.getEpochSecond();
  }
}
