package org.datareload.transfer;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toCollection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.datareload.execution.ReloadFailedException;
import org.datareload.execution.Run;
import org.datareload.execution.TriggerKind;
import org.datareload.landing.LandingKey;
import org.datareload.store.ObjectStore;
import org.datareload.store.ObjectStore.OpenUpload;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;

/**
 * Waits until the folder of a trigger file is whole. Writers in parallel drop the trigger file
 * before the last of its files, so a folder is planned only when
 *
 * <ul>
 *   <li>no object in it is younger than the settle time, by the store's own clock;
 *   <li>no multipart upload is open below it, except those that began long before the drop;
 *   <li>every file that the trigger file names is there;
 *   <li>the store's answers about it agree.
 * </ul>
 *
 * What is missing is waited for; after the trigger wait the execution fails and names it.
 */
public final class Settling {
  static final Duration PAUSE = Duration.ofSeconds(5);
  static final int MAX_NAMES = 5;

  private final PlanSql sql;
  private final ObjectStore store;
  private final Zones zones;
  private final TriggerFiles triggerFiles;
  private final Duration settle;
  private final Duration wait;

  /**
   * @param settle for datasets that have no settle time of their own; zero for none
   * @param wait how long an execution waits for its folder, and the age at its drop from which an
   *     open upload counts as abandoned
   */
  public Settling(PlanSql sql, ObjectStore store, Zones zones, Duration settle, Duration wait) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.triggerFiles = new TriggerFiles(store, zones);
    this.settle = requireNonNull(settle, "settle is null");
    this.wait = requireNonNull(wait, "wait is null");
  }

  /**
   * Looks before the plan is made whether the folder can be quiet already.
   *
   * @throws FolderUnsettledException where it is too early
   * @throws ReloadFailedException where it was too early for too long
   */
  public Run await(Run run) {
    var trigger = run.execution();
    if (isFolder(run) && trigger.droppedAt() != null) {
      requireQuiet(run, trigger.triggerKey(), trigger.droppedAt(), now());
    }
    return run;
  }

  /** The store's clock. */
  Instant now() {
    return store.now(zones.landing());
  }

  /**
   * Postpones the plan where an object is too young.
   *
   * @param newest the one of some objects of the folder that was written last; null for none
   * @param at the store's clock before the folder was listed: what is written later may be missing
   *     in the listing, however long it takes
   */
  void requireQuiet(Run run, StoredObject newest, Instant at) {
    if (newest != null) {
      requireQuiet(run, newest.key(), newest.lastModified(), at);
    }
  }

  private void requireQuiet(Run run, String key, Instant written, Instant at) {
    var settleTime = settle(run);
    if (settleTime.isZero()) {
      return;
    }
    var age = Duration.between(written, at);
    var left = settleTime.minus(age);
    if (left.compareTo(Duration.ZERO) > 0) {
      postpone(
          run,
          "%s is %s old and the settle time is %s"
              .formatted(
                  names(run, List.of(key)),
                  text(age.isNegative() ? Duration.ZERO : age),
                  text(settleTime)),
          left.compareTo(settleTime) > 0 ? settleTime : left);
    }
  }

  /**
   * Looks before the plan is frozen whether it has the whole folder.
   *
   * @return keys of uploads that are ignored, since they began long before the drop
   * @throws FolderUnsettledException where it does not yet
   * @throws ReloadFailedException where it does not after the trigger wait
   */
  List<String> requireWhole(Run run) {
    if (!isFolder(run)) {
      return List.of();
    }
    var named = triggerFiles.named(run.execution());
    var missing = new ArrayList<>(named);
    missing.removeAll(sql.plannedAmong(run.id(), named.toArray(String[]::new)));
    if (!missing.isEmpty()) {
      postpone(run, "the trigger file names " + names(run, missing) + ", not landed yet", PAUSE);
    }
    return requireNoOpenUploads(run);
  }

  /**
   * Ends this attempt to plan, or the execution where it has waited for too long.
   *
   * @param what what the folder lacks, with names
   */
  void postpone(Run run, String what, Duration pause) {
    var longest = wait(run);
    if (sql.isStartedBefore(run.id(), longest.toSeconds())) {
      throw new ReloadFailedException(
          "folder_not_whole",
          what
              + ": the folder was not whole within "
              + text(longest)
              + "; when it is, write the trigger file again");
    }
    throw new FolderUnsettledException(what, pause);
  }

  /** The first of the keys, relative to the folder, and how many more there are. */
  static String names(Run run, Collection<String> keys) {
    return names(run, keys, keys.size());
  }

  /**
   * @param count how many keys there are in all, of which these are the first
   */
  static String names(Run run, Collection<String> keys, long count) {
    var folder = Plans.folder(run);
    var first =
        keys.stream()
            .limit(MAX_NAMES)
            .map(key -> key.startsWith(folder) ? key.substring(folder.length()) : key)
            .toList();
    var more = count - first.size();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }

  private static boolean isFolder(Run run) {
    return run.execution().trigger() == TriggerKind.TRIGGER_FILE;
  }

  private Duration settle(Run run) {
    var own = run.dataset().settle();
    return own == null ? settle : own;
  }

  /** A folder that settles for longer than executions wait must be able to become quiet. */
  private Duration wait(Run run) {
    var settled = settle(run).multipliedBy(2);
    return settled.compareTo(wait) > 0 ? settled : wait;
  }

  private List<String> requireNoOpenUploads(Run run) {
    var uploads =
        store.openUploads(zones.landing(), Plans.folder(run)).stream()
            // A job that was killed leaves uploads in its temporary folder for ever.
            .filter(upload -> !LandingKey.isWriterFile(upload.key()))
            .collect(
                partitioningBy(
                    upload -> isRecent(run, upload.initiated()),
                    mapping(OpenUpload::key, toCollection(TreeSet::new))));
    var open = uploads.get(true);
    if (!open.isEmpty()) {
      postpone(
          run,
          (open.size() == 1 ? "1 upload is open (" : open.size() + " uploads are open (")
              + names(run, open)
              + ")",
          PAUSE);
    }
    return List.copyOf(uploads.get(false));
  }

  /**
   * Whether what was begun then counts as still going on: not where it was long before the drop.
   *
   * @param began null where that is not known
   */
  boolean isRecent(Run run, Instant began) {
    var dropped = run.execution().droppedAt();
    return began == null || dropped == null || !began.isBefore(dropped.minus(wait));
  }

  private static String text(Duration duration) {
    return duration.toSeconds() > 0 && duration.toSeconds() % 60 == 0
        ? duration.toMinutes() + " min"
        : duration.toMillis() / 100 / 10.0 + " s";
  }
}
