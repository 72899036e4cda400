package org.datareload.store;

/**
 * What a bucket's policy may demand of everything that is written to it. Each setting but the
 * bucket may be null: then the bucket decides.
 *
 * @param serverSideEncryption AES256, aws:kms or aws:kms:dsse
 * @param kmsKey id or ARN of the key
 */
public record WriteSettings(
    String bucket, String serverSideEncryption, String kmsKey, String storageClass, String acl) {
  /** Nothing is demanded of any bucket. */
  public static final WriteSettings NONE = new WriteSettings(null, null, null, null, null);
}
