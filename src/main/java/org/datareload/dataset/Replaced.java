package org.datareload.dataset;

import static java.util.Locale.ROOT;

/** What becomes of a dataset's content when it is replaced. */
public enum Replaced {
  /** It can be restored for {@code reload.trash.keep-days}, and no reader finds it. */
  TRASH,

  /** It is deleted at once. */
  DELETE,

  /**
   * It stays where it is for {@code reload.trash.keep-days} and can be restored. Only for readers
   * of the manifest: those who list the prefix find it beside the live content.
   */
  KEEP;

  /** As the database and the API write it. */
  public String text() {
    return name().toLowerCase(ROOT);
  }

  /** What has this {@link #text()}. */
  public static Replaced of(String text) {
    return valueOf(text.toUpperCase(ROOT));
  }
}
