package org.datareload.landing;

import org.datareload.dataset.Dataset;

/** Where in the landing zone an object stands. */
sealed interface Placement {
  /** A data file of a dataset. */
  record DataFile(Dataset dataset, LandingKey key) implements Placement {}

  /** A trigger file of a dataset. */
  record Trigger(Dataset dataset, LandingKey key) implements Placement {}

  /**
   * Where no dataset can take it.
   *
   * @param datasetId whose key it nearly has, or null
   */
  record Nowhere(String datasetId, String reason) implements Placement {}

  /** Nothing to do with datasets: a folder's marker, or an object of this program. */
  record Ignored() implements Placement {}
}
