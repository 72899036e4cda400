package org.datareload.execution;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where an execution stands. Before {@link #COMMITTED} it can only be undone, after it only be
 * finished: there is no way from a committed execution to a failed one.
 */
public enum Status {
  /** Holds the dataset's lock; its files are not fixed yet. */
  ACCEPTED,
  /** Its files are fixed and are being copied. */
  PLANNED,
  /** Its copies are whole and are the dataset's content; the manifest is not written yet. */
  COMMITTED,
  /** Readers see it; what it replaced is being removed. */
  PUBLISHED,
  COMPLETED,
  /** The decision to fail is durable; what it copied is being removed. */
  ABORTING,
  FAILED,
  /** Never held the lock. */
  REJECTED;

  /** The statuses that an execution in this one may take next. */
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

  /** Whether nothing more will happen to it. */
  public boolean isOver() {
    return next().isEmpty();
  }

  /** The word that people see: processing, completed, failed or rejected. */
  public String shown() {
    return isOver() ? name().toLowerCase(Locale.ROOT) : "processing";
  }
}
