package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A file that somebody is going to send straight to the store.
 *
 * @param id ULID
 * @param contentType empty where none was given
 * @param storeId the store's id of a multipart upload; null where the file goes in one piece
 * @param partSize bytes of each part but the last; null where the file goes in one piece
 */
public record Upload(
    String id,
    String datasetId,
    String principal,
    String key,
    String name,
    long size,
    String contentType,
    String storeId,
    Long partSize,
    Instant createdAt) {
  public Upload {
    requireNonNull(id, "id is null");
    requireNonNull(datasetId, "datasetId is null");
    requireNonNull(principal, "principal is null");
    requireNonNull(key, "key is null");
    requireNonNull(name, "name is null");
    requireNonNull(contentType, "contentType is null");
  }

  public boolean isMultipart() {
    return partSize != null;
  }

  /** How many parts the file has; 1 where it goes in one piece. */
  public int parts() {
    return partSize == null ? 1 : (int) ((size + partSize - 1) / partSize);
  }

  /** Bytes of a part, counted from 1. */
  public long sizeOf(int part) {
    return part < parts() ? partSize : size - (long) (parts() - 1) * partSize;
  }

  String contentTypeOrNull() {
    return contentType.isEmpty() ? null : contentType;
  }
}
