package org.datareload.transfer;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.datareload.dataset.FileCount;
import org.datareload.execution.Execution;
import org.datareload.execution.ReloadFailedException;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;
import org.datareload.transfer.RetiredSql.Restorable;

/**
 * Plans executions that restore the content of an earlier one. Content in the trash is copied to
 * keys of the new execution. Content below delete markers, or kept in place, is live again at its
 * keys, and from the commit on belongs to the new execution: it is restored through that one.
 */
final class Restores {
  private static final Duration CLEANUP_PAUSE = Duration.ofSeconds(1);

  private final PlanSql sql;
  private final ObjectStore store;
  private final Zones zones;

  Restores(PlanSql sql, ObjectStore store, Zones zones) {
    this.sql = sql;
    this.store = store;
    this.zones = zones;
  }

  /**
   * The copies of the execution whose content is restored, page by page.
   *
   * @throws ReloadFailedException where there is nothing to restore
   */
  Iterator<List<FileCopy>> copies(Run run) {
    var old = replaced(run);
    if (restorable(old).retiredTo().isInPlace()) {
      bringBack(run, old);
    } else {
      sql.restoreByCopies(run);
    }
    return new PagedIterator<>(FileCopySql.pages(sql, old.id()));
  }

  /** Puts a page of these copies into the plan. */
  FileCount add(Run run, List<FileCopy> copies) {
    var old = replaced(run);
    var from = restorable(old);
    return from.retiredTo().isInPlace()
        ? sql.add(run, copies.stream().map(this::inPlace).toList())
        : Plans.add(sql, run, copies, copy -> fromTrash(run, old, from, copy));
  }

  private Execution replaced(Run run) {
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

  private Restorable restorable(Execution old) {
    return sql.restorable(old.id())
        .orElseThrow(
            () ->
                new ReloadFailedException(
                    "not_in_trash", "the content of execution " + old.id() + " is not kept"));
  }

  /** The decision is durable first, so that a failing run is undone. */
  private void bringBack(Run run, Execution old) {
    if (sql.isBeingCleanedUp(run.dataset().id())) {
      throw FolderUnsettledException.duringCleanUp(CLEANUP_PAUSE);
    }
    sql.restoreInPlace(run, old.id());
    if (restorable(old).retiredTo() == RetiredTo.VERSIONS) {
      for (var folder : sql.targetFolders(old.id())) {
        run.lease().check();
        run.leased(store).undelete(zones.lake(), folder, () -> {});
      }
    }
  }

  /** Compared with what the lake has before the commit, as all copies are. */
  private FileCopy inPlace(FileCopy copy) {
    var object =
        new StoredObject(
            copy.targetKey(), copy.source().size(), copy.targetEtag(), null, copy.copiedAt());
    return FileCopy.planned(null, zones.lake(), object, copy.targetKey());
  }

  /** The retired object, from the trash or, where it was not moved yet, from its live key. */
  private CompletableFuture<FileCopy> fromTrash(
      Run run, Execution old, Restorable from, FileCopy copy) {
    var trashed = LakeKeys.trash(run.dataset(), old.retiredBy(), copy.targetKey());
    var target = copy.targetKey().replace("/" + from.contentOf() + "/", "/" + run.id() + "/");
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
}
