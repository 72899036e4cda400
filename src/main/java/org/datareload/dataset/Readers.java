package org.datareload.dataset;

import static java.util.Locale.ROOT;

/** How a dataset's readers find its objects, and so when replaced ones may go. */
public enum Readers {
  /** They list the prefix: replaced objects go at once, so that no reader finds two contents. */
  LISTING,

  /**
   * They read the manifest: replaced objects stay for a while, so that a query that has read the
   * previous manifest still finds them.
   */
  MANIFEST;

  /** As the database and the API write it. */
  public String text() {
    return name().toLowerCase(ROOT);
  }

  /** The readers of this {@link #text()}. */
  public static Readers of(String text) {
    return valueOf(text.toUpperCase(ROOT));
  }
}
