package org.datareload.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One object as the store described it.
 *
 * @param size bytes
 * @param etag without quotes; opaque, since it is an MD5 only for objects of a single plain PUT; ""
 *     where it is unknown, as in a listing whose ETags are not those of HEAD
 * @param versionId null where the bucket keeps no versions
 * @param lastModified of a listing with fractions of a second, of a HEAD without; the epoch where
 *     it is unknown
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
   * Whether the other is this very object: the same version, or the same bytes and time where one
   * of the two has no version, as in a listing that was made before the bucket kept versions. An
   * unknown ETag or time is that of any object; times of one second's difference are equal, since
   * stores round those of HEAD up or down.
   */
  public boolean isSame(StoredObject other) {
    if (!key.equals(other.key)) {
      return false;
    }
    return versionId != null && other.versionId != null
        ? versionId.equals(other.versionId)
        : size == other.size && hasEtag(other.etag) && hasTime(other.lastModified);
  }

  /** Whether the time or the version is unknown here, and known of the other. */
  public boolean isVaguerThan(StoredObject other) {
    return lastModified.equals(Instant.EPOCH) && !other.lastModified.equals(Instant.EPOCH)
        || versionId == null && other.versionId != null;
  }

  StoredObject withEtag(String found) {
    return new StoredObject(key, size, found, versionId, lastModified);
  }

  /** Whether the ETag is this object's, or one of the two is unknown. */
  public boolean hasEtag(String other) {
    return etag.isEmpty() || other.isEmpty() || etag.equalsIgnoreCase(other);
  }

  private boolean hasTime(Instant other) {
    long apart = lastModified.getEpochSecond() - other.getEpochSecond();
    return Math.abs(apart) <= 1
        || lastModified.equals(Instant.EPOCH)
        || other.equals(Instant.EPOCH);
  }
}
