package org.datareload.execution;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The durable status of an execution. Before {@link #COMMITTED} it can be undone, from then on only
 * finished: there is no transition from committed to failed.
 */
public enum Status {
  /** Holds the dataset's lock; its plan is not frozen yet. */
  ACCEPTED,
  /** Its plan is frozen and its files are being copied. */
  PLANNED,
  /** Its copies are verified and are the dataset's content; the manifest is not written yet. */
  COMMITTED,
  /** The manifest names it; the content that it replaced is being retired. */
  PUBLISHED,
  COMPLETED,
  /** The decision to fail is durable; its copies are being deleted. */
  ABORTING,
  FAILED,
  /** It never held the lock. */
  REJECTED;

  /** The statuses that may follow. */
  public Set<Status> next() {
    return switch (this) {
      case ACCEPTED -> EnumSet.of(PLANNED, ABORTING);
      case PLANNED -> EnumSet.of(COMMITTED, ABORTING);
      case COMMITTED -> EnumSet.of(PUBLISHED);
      case PUBLISHED -> EnumSet.of(COMPLETED);
      case ABORTING -> EnumSet.of(FAILED);
      case COMPLETED, FAILED, REJECTED -> EnumSet.noneOf(Status.class);
    };
  }

  /** Whether the execution has ended. */
  public boolean isOver() {
    return next().isEmpty();
  }

  /** The word that users see: processing, completed, failed or rejected. */
  public String shown() {
    return isOver() ? name().toLowerCase(Locale.ROOT) : "processing";
  }
}
