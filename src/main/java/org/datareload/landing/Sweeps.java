package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.datareload.store.ObjectStore;

/**
 * Finds in the landing zone what no event told of. Any number of processes may sweep at once, and
 * while events come in.
 */
public final class Sweeps {
  private static final int CHECKS = 1_000;

  private final LandingZone landingZone;
  private final LandingFiles files;
  private final LandingProblems problems;
  private final ObjectStore store;
  private final String bucket;

  /**
   * @param bucket the landing zone's
   */
  public Sweeps(
      LandingZone landingZone,
      LandingFiles files,
      LandingProblems problems,
      ObjectStore store,
      String bucket) {
    this.landingZone = requireNonNull(landingZone, "landings is null");
    this.files = requireNonNull(files, "files is null");
    this.problems = requireNonNull(problems, "problems is null");
    this.store = requireNonNull(store, "store is null");
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /**
   * Lists the whole landing zone and follows what stands there; then looks at a bounded number of
   * pending files and of problems that may have gone.
   *
   * @param triggers is handed each standing trigger file, after the files of all folders have rows
   */
  public void sweep(Consumer<TriggerFile> triggers) {
    List<String> keys = new ArrayList<>();
    store.list(bucket, "", page -> keys.addAll(landingZone.refreshListed(page)));
    landingZone.refresh(keys).forEach(triggers);
    files.checkVanished(CHECKS);
    landingZone.refresh(problems.takeLongestUnseen(CHECKS)).forEach(triggers);
  }
}
