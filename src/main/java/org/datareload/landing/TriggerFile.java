package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.datareload.dataset.Dataset;
import org.datareload.store.StoredObject;

/**
 * A trigger file in the landing zone: its folder is complete and is to be loaded.
 *
 * @param object as a listing showed it
 * @param observedAt database time just before the store was asked for the object
 * @param storeTime the store's clock when it was seen
 */
public record TriggerFile(
    Dataset dataset, LandingKey key, StoredObject object, Instant observedAt, Instant storeTime) {
  public TriggerFile {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(key, "key is null");
    requireNonNull(object, "object is null");
    requireNonNull(observedAt, "observedAt is null");
    requireNonNull(storeTime, "storeTime is null");
  }

  /** When it was dropped: its Last-Modified, by the store's clock. */
  public Instant droppedAt() {
    return object.lastModified();
  }

  /** How long ago it was dropped, by the store's clock. */
  public Duration age() {
    return Duration.between(droppedAt(), storeTime);
  }

  /** Identifies this object at this key, for an idempotent consumer. */
  public String messageId() {
    return object.exactIdentity() + "\n" + object.key();
  }
}
