package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An upload that a user sends straight to the store, until it is completed or aborted.
 *
 * @param id ULID
 * @param principal id of the user who uploads
 * @param key in the landing zone
 * @param size bytes
 * @param contentType empty for none
 * @param storeId the store's id of the multipart upload; null until it is created, and for a file
 *     in one piece
 * @param partSize bytes of each part but the last; null for a file in one piece
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

  /** Number of parts; 1 for a file in one piece. */
  public int parts() {
    return partSize == null ? 1 : (int) ((size + partSize - 1) / partSize);
  }

  /** Bytes of a part, numbered from 1. */
  public long sizeOf(int part) {
    return part < parts() ? partSize : size - (long) (parts() - 1) * partSize;
  }

  String contentTypeOrNull() {
    return contentType.isEmpty() ? null : contentType;
  }
}
