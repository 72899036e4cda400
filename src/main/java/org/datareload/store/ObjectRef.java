package org.datareload.store;

import static java.util.Objects.requireNonNull;

/** The place of an object: a bucket and a key. Keys are opaque. */
public record ObjectRef(String bucket, String key) {
  public ObjectRef {
    requireNonNull(bucket, "bucket is null");
    requireNonNull(key, "key is null");
  }

  /** The last segment of the key, for people. */
  String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
