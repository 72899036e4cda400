package org.datareload.transfer;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.LikePattern;
import org.datareload.execution.ReloadFailedException;
import org.datareload.execution.Run;
import org.datareload.execution.TriggerKind;
import org.datareload.landing.LandedObject;
import org.datareload.landing.LandingKey;
import org.datareload.landing.LandingKey.Valid;
import org.datareload.landing.LandingZone;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;
import org.datareload.transfer.Gathered.LeftOut;
import org.datareload.transfer.PlanPage.Listed;
import org.datareload.transfer.PlanPage.Retired;
import org.datareload.transfer.PlanPage.Selected;
import org.datareload.transfer.PlanPage.Unlisted;
import org.datareload.transfer.PlanSql.Source;

/**
 * Decides once which files an execution loads. What lands, changes or vanishes later does not
 * change the plan: a late file stays pending, a changed file makes its copy fail.
 *
 * <p><b>Accounting.</b> An execution of a trigger file accounts for every object of its folder of
 * which the listing, an event or the database knows: it loads the object, or names it with the
 * reason why not. A listing is evidence, not truth, so its objects and the pending files that it
 * lacks are compared with what the store says about each key. Where the answers differ, the plan is
 * made again, and after the trigger wait the execution fails and names what it cannot account for.
 */
public final class Plans {
  private final PlanSql sql;
  private final ObjectStore store;
  private final Zones zones;
  private final LandingZone landingZone;
  private final Settling settling;
  private final Restores restores;

  public Plans(
      PlanSql sql, ObjectStore store, Zones zones, LandingZone landingZone, Settling settling) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.landingZone = requireNonNull(landingZone, "landingZone is null");
    this.settling = requireNonNull(settling, "settling is null");
    this.restores = new Restores(sql, store, zones);
  }

  /** Deletes a plan that a process left unfinished. */
  public void reset(Run run) {
    for (var last = ""; last != null; last = sql.reset(run, last, PagedIterator.SIZE)) {
      run.lease().check();
    }
  }

  /**
   * Where the files come from, page by page; at least one page, which may be empty.
   *
   * @throws ReloadFailedException where there is nothing to restore
   */
  public Iterator<PlanPage> sources(Run run) {
    return switch (run.execution().trigger()) {
      case TRIGGER_FILE -> folderPages(run);
      case PROCESS_FILES ->
          map(
              new PagedIterator<Source>(
                  last ->
                      sql.processing(
                          run.id(), last == null ? "" : last.fileId(), PagedIterator.SIZE)),
              Selected::new);
      case RESTORE -> map(restores.copies(run), Retired::new);
    };
  }

  /**
   * Puts a page of sources into the plan, under the run's fence.
   *
   * @return what was added
   */
  public Gathered add(Run run, PlanPage page) {
    run.lease().check();
    if (page instanceof Listed listed) {
      return addListed(run, listed);
    }
    if (page instanceof Unlisted unlisted) {
      // Those that the store does not find either are deleted files now.
      landingZone.refreshKeys(unlisted.keys());
      return claim(run, unlisted.keys(), unlisted.since()).claimed();
    }
    if (page instanceof Selected selected) {
      return Gathered.of(addSelected(run, selected.files()));
    }
    return Gathered.of(restores.add(run, ((Retired) page).copies()));
  }

  private Gathered addListed(Run run, Listed page) {
    refuseTable(run, page.objects());
    var unfinished =
        page.objects().stream()
            .filter(object -> LandingKey.isBeingWritten(object.key()))
            .collect(
                partitioningBy(
                    object -> settling.isRecent(run, object.lastModified()),
                    mapping(StoredObject::key, toList())));
    if (!unfinished.get(true).isEmpty()) {
      settling.postpone(
          run,
          "files are being written: " + Settling.names(run, unfinished.get(true)),
          Settling.PAUSE);
    }
    var newest = page.objects().stream().max(comparing(StoredObject::lastModified));
    settling.requireQuiet(run, newest.orElse(null), page.since());
    refreshTrigger(run, page.objects());
    var files =
        landingZone.refreshListed(page.objects()).stream()
            .filter(file -> !file.isTrigger())
            .map(LandedObject::objectKey)
            .toList();
    var claim = claim(run, files, page.since());
    if (!claim.unaccounted().isEmpty()) {
      settling.postpone(
          run,
          "the store lists files and then does not find them: "
              + Settling.names(run, claim.unaccounted()),
          Settling.PAUSE);
    }
    return claim.claimed().withAbandoned(LeftOut.of(unfinished.get(false)));
  }

  /**
   * The event of a trigger file that was written again may come late, or never. Its files are in
   * this plan, so its drop is the drop of this execution, and orders it among the others.
   */
  private void refreshTrigger(Run run, List<StoredObject> objects) {
    var key = run.execution().triggerKey();
    var identity = run.execution().triggerIdentity();
    objects.stream()
        .filter(object -> object.key().equals(key) && !object.exactIdentity().equals(identity))
        .findAny()
        // Pages may lack ETags.
        .flatMap(listed -> store.find(new ObjectRef(zones.landing(), key)))
        .filter(found -> !found.exactIdentity().equals(identity))
        .ifPresent(found -> sql.writtenAgain(run, found));
  }

  private static void refuseTable(Run run, List<StoredObject> objects) {
    var log = objects.stream().map(StoredObject::key).filter(LandingKey::isTableLog).findAny();
    if (log.isPresent()) {
      throw new ReloadFailedException(
          "table",
          "a table is not a folder of files, since its data files include removed ones, and "
              + Settling.names(run, List.of(log.get()))
              + " is the log of a table; export the rows as plain files");
    }
  }

  private PlanSql.Claim claim(Run run, List<String> keys, Instant since) {
    var claim = sql.claim(run, keys, source -> planned(run, source));
    settling.requireQuiet(run, claim.newest(), since);
    return claim;
  }

  /**
   * Freezes the plan: from now on it is copied, never made again.
   *
   * @param added the sum of all pages
   * @throws ReloadFailedException where there is nothing to load, so that an empty folder never
   *     replaces content
   */
  public Run freeze(Run run, Gathered added) {
    var note = note(run, added, settling.requireWhole(run));
    requireTree(run);
    if (added.files().files() == 0) {
      throw new ReloadFailedException(
          "no_data_files",
          "no data files: there is nothing to load"
              + loadedBefore(run)
              + (note == null ? "" : ". " + note));
    }
    try {
      sql.freeze(run, added.files(), note);
    } catch (FolderUnsettledException unsettled) {
      settling.postpone(run, unsettled.what(), unsettled.pause());
    }
    return run.with(sql.find(run.id()).orElseThrow());
  }

  /** Why a folder is empty, where an execution has loaded its files. */
  private String loadedBefore(Run run) {
    if (run.execution().trigger() != TriggerKind.TRIGGER_FILE) {
      return "";
    }
    return sql.lastLoadedBy(run.dataset().id(), LikePattern.prefix(folder(run)))
        .map(loader -> "; execution " + loader + " has loaded the files of this folder")
        .orElse("");
  }

  /** Fails where a part of the folder was loaded by itself and is not there again. */
  private void requireTree(Run run) {
    var execution = run.execution();
    if (execution.trigger() != TriggerKind.TRIGGER_FILE) {
      return;
    }
    // The trigger file may have come since the folder was listed.
    leaveToFolderAbove(run);
    var folder = folder(run);
    var taken =
        sql.takenBelow(
            run.id(), run.dataset().id(), execution.triggerKey(), LikePattern.prefix(folder));
    if (taken.isPresent()) {
      throw new ReloadFailedException(
          "part_loaded",
          "%s in this folder had an execution of its own, %s, which took the files there; write the"
                  .formatted(
                      Settling.names(run, List.of(taken.get().triggerKey())), taken.get().id())
              + " folder again, with _SUCCESS at its top only, or load what is there by writing the"
              + " trigger file again");
    }
  }

  /** What the folder has that is not loaded, or null. */
  private String note(Run run, Gathered added, List<String> abandoned) {
    if (run.execution().trigger() != TriggerKind.TRIGGER_FILE) {
      return null;
    }
    var sentences = new ArrayList<String>();
    var prefix = LikePattern.prefix(folder(run));
    var problems = sql.problems(prefix);
    if (!problems.isEmpty()) {
      sentences.add(
          "Objects of the folder that cannot be loaded: "
              + sql.problemCount(prefix)
              + ", the first are "
              + problems.stream()
                  .map(p -> Settling.names(run, List.of(p.objectKey())) + " (" + p.reason() + ")")
                  .collect(joining("; ")));
    }
    addLeftOut(
        sentences,
        run,
        "Files that were loaded before and that the store refuses to delete",
        added.loadedBefore());
    addLeftOut(
        sentences,
        run,
        "Files that are left out, since a person deletes them",
        added.beingDeleted());
    addLeftOut(
        sentences,
        run,
        "Files that were begun long ago and not finished, by their names, are ignored",
        added.abandoned());
    if (!abandoned.isEmpty()) {
      sentences.add(
          "Uploads that were begun long ago and not finished are ignored: "
              + Settling.names(run, abandoned));
    }
    return sentences.isEmpty() ? null : String.join(". ", sentences);
  }

  private static void addLeftOut(List<String> sentences, Run run, String what, LeftOut leftOut) {
    if (leftOut.count() > 0) {
      sentences.add(what + ": " + Settling.names(run, leftOut.first(), leftOut.count()));
    }
  }

  /** The listing, and then the pending files that it lacks. */
  private Iterator<PlanPage> folderPages(Run run) {
    leaveToFolderAbove(run);
    var folder = folder(run);
    var since = settling.now();
    var unlisted =
        new PagedIterator<PlanSql.Pending>(
            last ->
                sql.pending(
                    run.dataset().id(),
                    LikePattern.prefix(folder),
                    last == null ? "" : last.id(),
                    PagedIterator.SIZE));
    return concat(
        map(store.pages(zones.landing(), folder), page -> new Listed(page, since)),
        map(
            unlisted,
            page -> new Unlisted(page.stream().map(PlanSql.Pending::objectKey).toList(), since)));
  }

  /**
   * Ends an execution whose files the trigger file of a folder above is about, too: it loads the
   * tree as a whole, and could not where a part of it had been taken before.
   */
  private void leaveToFolderAbove(Run run) {
    var own = run.execution().triggerKey();
    LandingKey.triggerKeys(own)
        .filter(key -> !key.equals(own))
        .flatMap(key -> store.find(new ObjectRef(zones.landing(), key)).stream())
        .filter(above -> !sql.isExecuted(above.key(), above.exactIdentity()))
        .filter(above -> !isOlderThanLive(run, above))
        // A listing that is late shows one that has gone.
        .filter(above -> store.head(new ObjectRef(zones.landing(), above.key())).join().isPresent())
        .findFirst()
        .ifPresent(
            above -> {
              throw new ReloadFailedException(
                  "folder_above",
                  "this folder belongs to the tree of "
                      + above.key()
                      + ", whose execution loads its files with all others of the tree; if that one"
                      + " was rejected, write it again, or delete it to load this folder alone");
            });
  }

  private boolean isOlderThanLive(Run run, StoredObject trigger) {
    var uploadDate = ((Valid) LandingKey.parse(trigger.key())).key().uploadDate();
    return sql.newerLive(run.dataset().id(), trigger.lastModified(), uploadDate).isPresent();
  }

  /** One after the other, lazily: the second depends on what was done with the first. */
  private static Iterator<PlanPage> concat(Iterator<PlanPage> first, Iterator<PlanPage> second) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return first.hasNext() || second.hasNext();
      }

      @Override
      public PlanPage next() {
        return first.hasNext() ? first.next() : second.next();
      }
    };
  }

  /** The prefix of the files that a trigger file is about: its folder and the tree below. */
  static String folder(Run run) {
    return LandingKey.triggerFolder(run.execution().triggerKey());
  }

  private FileCopy planned(Run run, Source source) {
    var target = ((Valid) LandingKey.parse(source.object().key())).key().dlzKey(run.id());
    return FileCopy.planned(
        source.fileId(),
        zones.landing(),
        source.object(),
        LakeKeys.checked(run.dataset(), run.id(), target));
  }

  /** Selected files, each of which must still be the object that was selected. */
  private FileCount addSelected(Run run, List<Source> files) {
    var changed = new ConcurrentLinkedQueue<String>();
    var described = new ConcurrentLinkedQueue<FileCopy>();
    try {
      var added = add(sql, run, files, source -> unchanged(run, source, changed, described));
      sql.describe(run, List.copyOf(described));
      return added;
    } finally {
      // Otherwise these files could be selected, and fail the execution, again and again.
      landingZone.refreshKeys(changed);
    }
  }

  /**
   * @param changed receives the key of a file that is another one now
   * @param described receives the copy of a file of which only an event had told
   */
  private CompletableFuture<FileCopy> unchanged(
      Run run, Source source, Queue<String> changed, Queue<FileCopy> described) {
    var key = source.object().key();
    return store
        .head(new ObjectRef(zones.landing(), key))
        .thenApply(
            found -> {
              if (found.filter(source.object()::isSame).isPresent()) {
                if (!source.object().isVaguerThan(found.get())) {
                  return planned(run, source);
                }
                var copy = planned(run, source.with(found.get()));
                described.add(copy);
                return copy;
              }
              changed.add(key);
              throw new ReloadFailedException(
                  "source_changed",
                  key
                      + (found.isPresent() ? " was overwritten" : " vanished")
                      + " after it was selected; process the pending files again");
            });
  }

  /**
   * Plans each source by requests to the store, many at once, and adds the copies.
   *
   * @param plan makes the copy of a source
   */
  static <T> FileCount add(
      PlanSql sql, Run run, List<T> sources, Function<T, CompletableFuture<FileCopy>> plan) {
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
