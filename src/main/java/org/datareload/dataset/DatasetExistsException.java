package org.datareload.dataset;

/** The name is taken by a dataset whose name differs in case at most. */
public final class DatasetExistsException extends RuntimeException {
  DatasetExistsException(DatasetName name) {
    super(
        "Dataset "
            + name
            + " exists, or its deletion is not finished; names that differ only in upper and lower"
            + " case count as equal");
  }
}
