package org.datareload.dataset;

/** The dataset was deleted after the caller had read it; nothing was done. */
public final class DatasetGoneException extends RuntimeException {
  public DatasetGoneException(String id) {
    super("Dataset " + id + " was deleted by another request");
  }
}
