package org.datareload.landing;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;

/**
 * Finds changes of the landing zone whose events were lost. Any number of processes may sweep at
 * once, while events come in.
 */
public final class Sweeps {
  private static final int MAX_RECHECKS = 1_000;
  private static final Comparator<Dropped> IN_ORDER =
      comparing(Dropped::at).thenComparing(dropped -> dropped.trigger().key().uploadDate());

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
   * @return the trigger files, in the order in which they were dropped; without those whose files
   *     belong to a trigger file above that was dropped later
   */
  public List<LandedObject> list() {
    var triggers = new HashMap<String, Dropped>();
    store.list(
        bucket,
        "",
        page -> {
          var times = page.stream().collect(toMap(StoredObject::key, StoredObject::lastModified));
          landingZone.refreshListed(page).stream()
              .filter(LandedObject::isTrigger)
              .map(trigger -> new Dropped(trigger, times.get(trigger.objectKey())))
              .forEach(dropped -> triggers.put(dropped.trigger().objectKey(), dropped));
        });
    return triggers.values().stream()
        .filter(dropped -> !hasLaterAbove(dropped, triggers))
        .sorted(IN_ORDER)
        .map(Dropped::trigger)
        .toList();
  }

  private static boolean hasLaterAbove(Dropped dropped, Map<String, Dropped> triggers) {
    return dropped
        .trigger()
        .key()
        .triggerKeys()
        .map(triggers::get)
        .filter(above -> above != null && above != dropped)
        .anyMatch(above -> !above.at().isBefore(dropped.at()));
  }

  private record Dropped(LandedObject trigger, Instant at) {}

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
