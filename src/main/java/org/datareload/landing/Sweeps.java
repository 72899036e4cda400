package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.datareload.store.ObjectStore;

/**
 * Finds changes of the landing zone whose events were lost. Any number of processes may sweep at
 * once, while events come in.
 */
public final class Sweeps {
  private static final int MAX_RECHECKS = 1_000;

  private final LandingZone landingZone;
  private final LandingFiles files;
  private final LandingProblems problems;
  private final ObjectStore store;
  private final String bucket;

  /**
   * @param bucket the landing zone's bucket
   */
  public Sweeps(
      LandingZone landingZone,
      LandingFiles files,
      LandingProblems problems,
      ObjectStore store,
      String bucket) {
    this.landingZone = requireNonNull(landingZone, "landingZone is null");
    this.files = requireNonNull(files, "files is null");
    this.problems = requireNonNull(problems, "problems is null");
    this.store = requireNonNull(store, "store is null");
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /**
   * Lists the landing zone and brings all rows in line. Returns only after the files of every
   * folder have rows, so that no trigger is accepted before its files are known.
   *
   * @return the trigger files
   */
  public List<LandedObject> list() {
    var triggers = new ArrayList<LandedObject>();
    store.list(
        bucket,
        "",
        page ->
            landingZone.refreshListed(page).stream()
                .filter(LandedObject::isTrigger)
                .forEach(triggers::add));
    return triggers;
  }

  /**
   * Rechecks the pending files and the landing problems that were checked longest ago, at most
   * 1,000 of each: their objects may be gone, or a new dataset may load them.
   *
   * @return the trigger files among the problems
   */
  public List<LandedObject> recheck() {
    files.checkVanished(MAX_RECHECKS);
    return landingZone.refreshKeys(problems.takeLongestUnseen(MAX_RECHECKS)).stream()
        .filter(LandedObject::isTrigger)
        .toList();
  }
}
