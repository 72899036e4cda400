package org.datareload.store;

import static java.util.Objects.requireNonNull;

/**
 * The two buckets.
 *
 * @param landing bucket of the landing zone, where files arrive
 * @param lake bucket of the data lake zone, where readers look
 */
public record Zones(String landing, String lake) {
  public Zones {
    requireNonNull(landing, "landing is null");
    requireNonNull(lake, "lake is null");
    if (landing.equals(lake)) {
      throw new IllegalArgumentException("landing zone and data lake zone are both " + lake);
    }
  }
}
