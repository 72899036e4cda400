package org.datareload.transfer;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.datareload.dataset.FileCount;
import org.datareload.execution.Execution;
import org.datareload.execution.ReloadFailedException;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.landing.LandingZone;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;
import org.datareload.transfer.PlanPage.Listed;
import org.datareload.transfer.PlanPage.Retired;
import org.datareload.transfer.PlanPage.Selected;
import org.datareload.transfer.PlanSql.Source;

/**
 * Decides once which files an execution loads. What lands, changes or vanishes later does not
 * change the plan: a late file stays pending, a changed file makes its copy fail.
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
    this.landingZone = requireNonNull(landingZone, "landingZone is null");
  }

  /** Deletes a plan that a process left unfinished. */
  public void reset(Run run) {
    sql.reset(run);
  }

  /**
   * Where the files come from, page by page; at least one page, which may be empty.
   *
   * @throws ReloadFailedException where there is nothing to restore
   */
  public Iterator<PlanPage> sources(Run run) {
    return switch (run.execution().trigger()) {
      case TRIGGER_FILE -> map(store.pages(zones.landing(), folder(run)), Listed::new);
      case PROCESS_FILES ->
          map(
              new PagedIterator<Source>(
                  last ->
                      sql.processing(
                          run.id(), last == null ? "" : last.fileId(), PagedIterator.SIZE)),
              Selected::new);
      case RESTORE -> {
        var old = restorable(run);
        yield map(
            new PagedIterator<>(FileCopySql.pages(sql, old.id())),
            copies -> new Retired(old, copies));
      }
    };
  }

  /**
   * Puts a page of sources into the plan, under the run's fence.
   *
   * @return what was added
   */
  public FileCount add(Run run, PlanPage page) {
    run.lease().check();
    if (page instanceof Listed listed) {
      landingZone.refreshListed(listed.objects());
      return sql.claim(run, listed.objects(), source -> planned(run, source));
    }
    if (page instanceof Selected selected) {
      return addSelected(run, selected.files());
    }
    var retired = (Retired) page;
    return add(run, retired.copies(), copy -> restored(run, retired.execution(), copy));
  }

  /**
   * Freezes the plan: from now on it is copied, never made again.
   *
   * @param added the sum of all pages
   * @throws ReloadFailedException where there is nothing to load, so that an empty folder never
   *     replaces content
   */
  public Run freeze(Run run, FileCount added) {
    if (added.files() == 0) {
      throw new ReloadFailedException("no_data_files", "no data files: there is nothing to load");
    }
    sql.freeze(run, added);
    return run.with(sql.find(run.id()).orElseThrow());
  }

  private static String folder(Run run) {
    var triggerKey = run.execution().triggerKey();
    return triggerKey.substring(0, triggerKey.lastIndexOf('/') + 1);
  }

  private FileCopy planned(Run run, Source source) {
    var key = source.object().key();
    var name = key.lastIndexOf('/') + 1;
    var target = key.substring(0, name) + run.id() + "/" + key.substring(name);
    return FileCopy.planned(
        source.fileId(),
        zones.landing(),
        source.object(),
        LakeKeys.checked(run.dataset(), run.id(), target));
  }

  /** Selected files, each of which must still be the object that was selected. */
  private FileCount addSelected(Run run, List<Source> files) {
    var changed = new ConcurrentLinkedQueue<String>();
    try {
      return add(run, files, source -> unchanged(run, source, changed));
    } finally {
      // Otherwise these files could be selected, and fail the execution, again and again.
      landingZone.refreshKeys(changed);
    }
  }

  private CompletableFuture<FileCopy> unchanged(Run run, Source source, Queue<String> changed) {
    var key = source.object().key();
    return store
        .head(new ObjectRef(zones.landing(), key))
        .thenApply(
            found -> {
              if (found.filter(source.object()::isSame).isPresent()) {
                return planned(run, source);
              }
              changed.add(key);
              throw new ReloadFailedException(
                  "source_changed",
                  key
                      + (found.isPresent() ? " was overwritten" : " vanished")
                      + " after it was selected; process the pending files again");
            });
  }

  private Execution restorable(Run run) {
    var id = run.execution().restores();
    var old =
        sql.find(id)
            .filter(found -> found.datasetId().equals(run.dataset().id()))
            .filter(found -> found.status() == Status.COMPLETED)
            .orElseThrow(
                () ->
                    new ReloadFailedException(
                        "nothing_to_restore",
                        "execution "
                            + id
                            + " published nothing in "
                            + run.dataset().name()
                            + " that could be restored"));
    if (old.retiredBy() == null) {
      throw new ReloadFailedException(
          "already_live", "the content of execution " + id + " is live already");
    }
    return old;
  }

  /** The retired object, from the trash or, where it was not moved yet, from its live key. */
  private CompletableFuture<FileCopy> restored(Run run, Execution old, FileCopy copy) {
    var trashed = LakeKeys.trash(run.dataset(), old.retiredBy(), copy.targetKey());
    var target = copy.targetKey().replace("/" + old.id() + "/", "/" + run.id() + "/");
    return headInLake(trashed)
        .thenCompose(found -> orElse(found, copy.targetKey()))
        // It may have been retired between the two requests.
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

  private CompletableFuture<Optional<StoredObject>> headInLake(String key) {
    return store.head(new ObjectRef(zones.lake(), key));
  }

  private CompletableFuture<Optional<StoredObject>> orElse(
      Optional<StoredObject> found, String key) {
    return found.isPresent() ? CompletableFuture.completedFuture(found) : headInLake(key);
  }

  private static ReloadFailedException notInTrash(Execution old, String key) {
    return new ReloadFailedException(
        "not_in_trash",
        "the content of execution "
            + old.id()
            + " is no longer complete in the trash: "
            + key
            + " is missing or has another size");
  }

  private <T> FileCount add(
      Run run, List<T> sources, Function<T, CompletableFuture<FileCopy>> plan) {
    var added = new FileCount[] {new FileCount(0, 0)};
    Pipeline.run(
        sources.iterator(),
        source -> {
          run.lease().check();
          return plan.apply(source);
        },
        copies -> added[0] = added[0].plus(sql.add(run, copies)));
    return added[0];
  }

  private static <T> Iterator<PlanPage> map(
      Iterator<List<T>> pages, Function<List<T>, PlanPage> page) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return pages.hasNext();
      }

      @Override
      public PlanPage next() {
        return page.apply(pages.next());
      }
    };
  }
}
