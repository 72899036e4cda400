package org.datareload.dataset;

/** The name is taken, by a dataset of the same name or of one that differs in case alone. */
public final class DatasetExistsException extends RuntimeException {
  DatasetExistsException(DatasetName name) {
    super(
        "Dataset "
            + name
            + " is taken, or its deletion is not finished; names that differ in upper and lower case"
            + " alone count as the same");
  }
}
