package org.datareload.transfer;

import java.time.Instant;
import java.util.List;
import org.datareload.store.StoredObject;

/** Sources of a plan, at most 1,000 at a time, by what started the execution. */
public sealed interface PlanPage {
  /**
   * Objects that a listing of the trigger file's folder shows.
   *
   * @param since the store's clock before the folder was listed
   */
  record Listed(List<StoredObject> objects, Instant since) implements PlanPage {}

  /** Keys of pending files of the folder that the listing lacks. */
  record Unlisted(List<String> keys, Instant since) implements PlanPage {}

  /** Landed files that were selected. */
  record Selected(List<PlanSql.Source> files) implements PlanPage {}

  /** Copies of the execution whose content is restored. */
  record Retired(List<FileCopy> copies) implements PlanPage {}
}
