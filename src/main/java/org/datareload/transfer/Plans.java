package org.datareload.transfer;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.datareload.execution.Execution;
import org.datareload.execution.ReloadFailedException;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.landing.LandingZone;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;
import org.datareload.transfer.PlanSql.Source;

/**
 * Fixes which files an execution loads, once. What lands, changes or vanishes later does not change
 * the plan: a late file stays pending, a changed one makes its copy fail.
 */
public final class Plans {
  private final PlanSql sql;
  private final ObjectStore store;
  private final Zones zones;
  private final LandingZone landingZone;

  public Plans(PlanSql sql, ObjectStore store, Zones zones, LandingZone landingZone) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.landingZone = requireNonNull(landingZone, "landings is null");
  }

  /**
   * Makes the plan of an accepted execution. Fails with {@link ReloadFailedException} when there is
   * nothing to load, so that an empty folder never replaces content.
   */
  public Run freeze(Run run) {
    if (run.status() != Status.ACCEPTED) {
      return run;
    }
    sql.forget(run);
    var planned =
        switch (run.execution().trigger()) {
          case TRIGGER_FILE -> planFolder(run);
          case PROCESS_FILES -> planChosen(run);
          case RESTORE -> planRestore(run);
        };
    if (planned == 0) {
      throw new ReloadFailedException("no_data_files", "no data files: there is nothing to load");
    }
    sql.freeze(run);
    return run.with(sql.find(run.id()).orElseThrow());
  }

  /** All loadable files of the trigger file's own folder, as one listing finds them. */
  private long planFolder(Run run) {
    var triggerKey = run.execution().triggerKey();
    var folder = triggerKey.substring(0, triggerKey.lastIndexOf('/') + 1);
    var planned = new AtomicLong();
    store.list(
        zones.landing(),
        folder,
        page -> {
          run.lease().check();
          landingZone.refreshListed(page);
          planned.addAndGet(sql.claim(run, page, planned.get(), source -> landed(run, source)));
        });
    return planned.get();
  }

  /** The chosen files, each of which must still be the object that was chosen. */
  private long planChosen(Run run) {
    var chosen =
        new PagedIterator<Source>(
            last ->
                sql.processing(run.id(), last == null ? "" : last.fileId(), PagedIterator.SIZE));
    var changed = new ConcurrentLinkedQueue<String>();
    try {
      return plan(run, chosen, source -> confirmed(run, source, changed));
    } finally {
      // Else these files would be chosen, and fail the execution, again and again.
      landingZone.refreshKeys(changed);
    }
  }

  private CompletableFuture<FileCopy> confirmed(Run run, Source source, Queue<String> changed) {
    var key = source.object().key();
    return store
        .head(new ObjectRef(zones.landing(), key))
        .thenApply(
            found -> {
              if (found.filter(source.object()::isSame).isPresent()) {
                return landed(run, source);
              }
              changed.add(key);
              throw new ReloadFailedException(
                  "source_changed",
                  key
                      + (found.isPresent() ? " was overwritten" : " vanished")
                      + " after it was chosen; process the pending files again");
            });
  }

  /** What an earlier execution had published, from where it was retired to. */
  private long planRestore(Run run) {
    var old =
        sql.find(run.execution().restores())
            .filter(found -> found.datasetId().equals(run.dataset().id()))
            .filter(found -> found.status() == Status.COMPLETED)
            .orElseThrow(() -> nothingToRestore(run));
    if (old.retiredBy() == null) {
      throw new ReloadFailedException(
          "already_live", "the content of execution " + old.id() + " is live already");
    }
    var copies =
        new PagedIterator<FileCopy>(
            last -> sql.page(old.id(), last == null ? 0 : last.seq(), PagedIterator.SIZE));
    return plan(run, copies, copy -> retired(run, old, copy));
  }

  private CompletableFuture<FileCopy> retired(Run run, Execution old, FileCopy copy) {
    var trashed = LakeKeys.trash(run.dataset(), old.retiredBy(), copy.targetKey());
    var live = copy.targetKey();
    var target = copy.targetKey().replace("/" + old.id() + "/", "/" + run.id() + "/");
    return lake(trashed)
        .thenCompose(found -> orElse(found, live))
        // Retired between the two looks.
        .thenCompose(found -> orElse(found, trashed))
        .thenApply(
            found ->
                FileCopy.planned(
                    null,
                    zones.lake(),
                    found
                        .filter(object -> object.size() == copy.source().size())
                        .orElseThrow(() -> notInTrash(old, trashed)),
                    LakeKeys.checked(run.dataset(), run.id(), target)));
  }

  private CompletableFuture<Optional<StoredObject>> lake(String key) {
    return store.head(new ObjectRef(zones.lake(), key));
  }

  private CompletableFuture<Optional<StoredObject>> orElse(
      Optional<StoredObject> found, String key) {
    return found.isPresent() ? CompletableFuture.completedFuture(found) : lake(key);
  }

  private static ReloadFailedException nothingToRestore(Run run) {
    return new ReloadFailedException(
        "nothing_to_restore",
        "execution "
            + run.execution().restores()
            + " published nothing in "
            + run.dataset().name()
            + " that could be restored");
  }

  private static ReloadFailedException notInTrash(Execution old, String key) {
    return new ReloadFailedException(
        "not_in_trash",
        "the content of execution "
            + old.id()
            + " is no longer whole in the trash: no "
            + key
            + " as it was published");
  }

  private FileCopy landed(Run run, Source source) {
    var key = source.object().key();
    var name = key.lastIndexOf('/') + 1;
    var target = key.substring(0, name) + run.id() + "/" + key.substring(name);
    return FileCopy.planned(
        source.fileId(),
        zones.landing(),
        source.object(),
        LakeKeys.checked(run.dataset(), run.id(), target));
  }

  private <T> long plan(Run run, Iterator<T> items, Function<T, CompletableFuture<FileCopy>> copy) {
    var planned = new AtomicLong();
    Pipeline.run(
        items,
        item -> {
          run.lease().check();
          return copy.apply(item);
        },
        copies -> sql.add(run, copies, planned.getAndAdd(copies.size())));
    return planned.get();
  }
}
