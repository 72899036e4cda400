package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.datareload.dataset.Dataset;
import org.datareload.store.StoredObject;

/**
 * A trigger file that stands in the landing zone: its folder is complete and asks to be loaded.
 *
 * @param observedAt by the database's clock, just before the store was asked for the object
 */
public record TriggerFile(
    Dataset dataset, LandingKey key, StoredObject object, Instant observedAt) {
  public TriggerFile {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(key, "key is null");
    requireNonNull(object, "object is null");
    requireNonNull(observedAt, "observedAt is null");
  }
}
