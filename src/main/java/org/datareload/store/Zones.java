package org.datareload.store;

import static java.util.Objects.requireNonNull;

/**
 * The two buckets.
 *
 * @param landing of the landing zone, where files arrive
 * @param lake of the data lake zone, which readers query
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
