package org.datareload.dataset;

/** The dataset was deleted after the caller had found it; nothing was done. */
public final class DatasetGoneException extends RuntimeException {
  /**
   * @param id the dataset's
   */
  public DatasetGoneException(String id) {
    super("Dataset " + id + " was deleted by another request");
  }
}
