package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import org.datareload.execution.ExecutionLostException;
import org.datareload.execution.Reason;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.landing.LandingFiles;
import org.datareload.store.ObjectStore;
import org.datareload.store.Zones;
import org.datareload.transfer.FileCopy;
import org.datareload.transfer.FileCopySql;
import org.datareload.transfer.PagedIterator;
import org.datareload.transfer.RetiredTo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Undoes executions that fail: deletes their copies and makes their files pending again. */
public final class Rollbacks {
  private static final Logger LOG = LoggerFactory.getLogger(Rollbacks.class);
  private static final String REFUSED =
      "The store refuses to delete copies of this execution in the data lake zone: readers who list"
          + " the prefix see them beside the content";

  private final CompletionSql sql;
  private final ObjectStore store;
  private final Zones zones;

  /** Pages of files that are looked at; the sweep looks at the rest. */
  private static final int MAX_CHECKED_PAGES = 10;

  private final Manifests manifests;
  private final LandingFiles files;

  public Rollbacks(
      CompletionSql sql, ObjectStore store, Zones zones, Manifests manifests, LandingFiles files) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.manifests = requireNonNull(manifests, "manifests is null");
    this.files = requireNonNull(files, "files is null");
  }

  /** Undoes an aborting execution and ends it. */
  public Run undo(Run run) {
    try {
      deleteCopies(run);
    } catch (ExecutionLostException lost) {
      throw lost;
    } catch (RuntimeException failed) {
      // No manifest names these keys: the clean-up deletes the rest.
      LOG.warn("Execution {}: not all copies are deleted", run.id(), failed);
    }
    for (var last = ""; last != null; last = sql.release(run, last, PagedIterator.SIZE)) {
      run.lease().check();
    }
    if (run.execution().reason().code().equals(Reason.SOURCE_CHANGED)) {
      checkVanished(run);
    }
    sql.end(run, Status.ABORTING, Status.FAILED, Completions.CLEANUP_SECONDS);
    return sql.ended(run);
  }

  /** Where one source changed, others may have: their files shall not count as pending. */
  private void checkVanished(Run run) {
    var after = "";
    for (var i = 0; i < MAX_CHECKED_PAGES; i++) {
      run.lease().check();
      var page = sql.pendingAgain(run.id(), after, PagedIterator.SIZE);
      if (page.isEmpty()) {
        return;
      }
      files.refresh(run.dataset(), page.stream().map(file -> file.object().key()).toList());
      after = page.get(page.size() - 1).fileId();
    }
  }

  /**
   * Deletes the objects at the planned keys of an execution that was not committed, or, where the
   * store refused to delete some before, what is left of them. Where a manifest names the execution
   * all the same, the database was restored to a state before the commit, and nothing is deleted.
   */
  public void deleteCopies(Run run) {
    sql.require(run, Status.ABORTING, Status.FAILED);
    if (manifests.publishedFileCount(run) > 0) {
      throw new IllegalStateException(
          "the manifest of "
              + run.dataset().name()
              + " names execution "
              + run.id()
              + ", which is not committed in the database: the database was restored to an earlier"
              + " state. Nothing is deleted; load the dataset again, or restore a newer database");
    }
    var deletes = new LakeDeletes(store, zones);
    if (sql.isRestoredInPlace(run.id())) {
      var refused = deleteAgain(run, deletes);
      sql.refused(run, refused, refused > 0 ? REFUSED : null);
      return;
    }
    var folders = sql.targetFolders(run.id());
    var refused =
        run.execution().notRemoved() > 0
            ? deletes.deleteListed(run, folders)
            : deletePlanned(run, deletes);
    sql.refused(run, refused, refused > 0 ? REFUSED : null);
    folders.forEach(folder -> store.abortUploads(zones.lake(), folder));
  }

  /** Deletes content that was to be restored at its keys, as far as it was deleted before. */
  private long deleteAgain(Run run, LakeDeletes deletes) {
    var restored = run.execution().restores();
    if (sql.retiredTo(restored).filter(RetiredTo.VERSIONS::equals).isEmpty()
        || sql.hasNoContent(restored)
        || sql.isBeingRestored(restored, run.id())) {
      return 0;
    }
    if (!store.keepsDeleted(zones.lake())) {
      throw new IllegalStateException(
          "bucket "
              + zones.lake()
              + " no longer keeps versions, and deletes would be for good: the content of execution "
              + restored
              + " stays beside the live content until the bucket keeps versions again");
    }
    var refused = 0L;
    var retired = sql.retiredUpTo(restored);
    var pages = new PagedIterator<FileCopy>(FileCopySql.pages(sql, restored));
    while (pages.hasNext()) {
      var keys =
          pages.next().stream()
              .filter(copy -> copy.seq() <= retired)
              .map(FileCopy::targetKey)
              .toList();
      refused += keys.isEmpty() ? 0 : deletes.delete(run, keys);
    }
    return refused;
  }

  private long deletePlanned(Run run, LakeDeletes deletes) {
    var refused = 0L;
    var pages = new PagedIterator<FileCopy>(FileCopySql.pages(sql, run.id()));
    while (pages.hasNext()) {
      refused += deletes.delete(run, pages.next().stream().map(FileCopy::targetKey).toList());
    }
    return refused;
  }
}
