package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import org.datareload.dataset.Dataset;

/** A data file or a trigger file of a dataset, by its key in the landing zone. */
public record LandedObject(Dataset dataset, LandingKey key) implements KeyClassifier.KeyClass {
  public LandedObject {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(key, "key is null");
  }

  /** Whether this is the {@code _SUCCESS} file of its folder. */
  public boolean isTrigger() {
    return key.isTrigger();
  }

  public String objectKey() {
    return key.toString();
  }
}
