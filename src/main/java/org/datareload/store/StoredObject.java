package org.datareload.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One object as the store described it.
 *
 * @param size bytes
 * @param etag without quotes; opaque, since it is an MD5 only for objects of a single plain PUT
 * @param versionId null where the bucket keeps no versions
 * @param lastModified of a listing with fractions of a second, of a HEAD without
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
   * An identity that no other object at the key has, not even one of the same second, where the
   * store's listings are that exact. Only for objects that {@link ObjectStore#find} returned.
   */
  public String exactIdentity() {
    return versionId != null ? versionId : etag + "|" + lastModified.toEpochMilli();
  }

  /**
   * Whether the other is this very object: the same version, or the same bytes and second where one
   * of the two has no version, as in a listing that was made before the bucket kept versions.
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
