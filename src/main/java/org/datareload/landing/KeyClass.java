package org.datareload.landing;

import org.datareload.dataset.Dataset;

/** Where in the landing zone an object stands. */
sealed interface KeyClass {
  /** A data file of a dataset. */
  record DataFile(Dataset dataset, LandingKey key) implements KeyClass {}

  /** A trigger file of a dataset. */
  record Trigger(Dataset dataset, LandingKey key) implements KeyClass {}

  /**
   * Where no dataset can take it.
   *
   * @param datasetId whose key it nearly has, or null
   */
  record Misplaced(String datasetId, String reason) implements KeyClass {}

  /** Nothing to do with datasets: a folder's marker, or an object of this program. */
  record Ignored() implements KeyClass {}
}
