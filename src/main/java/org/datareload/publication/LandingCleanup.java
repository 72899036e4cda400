package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.datareload.dataset.LikePattern;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.landing.LandingFiles;
import org.datareload.landing.LandingKey;
import org.datareload.landing.LandingKey.Valid;
import org.datareload.landing.LandingZone;
import org.datareload.publication.CompletionSql.Claimed;
import org.datareload.store.DeleteResult;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;
import org.datareload.transfer.PagedIterator;

/**
 * Deletes what was loaded from the landing zone: each source that is still the object that was
 * loaded, what writers left in the folder, then the trigger file. A new upload to the same key
 * survives and is pending. What the store refuses to delete stays, is named, and is never loaded
 * again; the clean-up after the execution tries again.
 */
public final class LandingCleanup {
  private final CompletionSql sql;
  private final ObjectStore store;
  private final Zones zones;
  private final LandingFiles files;
  private final LandingZone landingZone;

  public LandingCleanup(
      CompletionSql sql,
      ObjectStore store,
      Zones zones,
      LandingFiles files,
      LandingZone landingZone) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.files = requireNonNull(files, "files is null");
    this.landingZone = requireNonNull(landingZone, "landingZone is null");
  }

  /** Deletes what is left, and counts what the store refuses to delete. */
  public Run clear(Run run) {
    sql.require(run, Status.PUBLISHED, Status.COMPLETED);
    var refused = new Refused();
    var after = "";
    while (true) {
      run.lease().check();
      var page = sql.unsettled(run.id(), after, PagedIterator.SIZE);
      if (page.isEmpty()) {
        break;
      }
      clear(run, page, refused);
      after = page.get(page.size() - 1).fileId();
    }
    if (run.execution().triggerKey() != null) {
      clearFolder(run, refused);
      clearTrigger(run, refused);
    }
    // Where the answer to CreateMultipartUpload is lost, the client starts another upload.
    sql.targetFolders(run.id()).forEach(folder -> store.abortUploads(zones.lake(), folder));
    if (refused.count > 0) {
      sql.addRefused(run, refused.count, refused.toString());
    }
    return run;
  }

  /** What the store refused to delete: the first names, and how many there are. */
  private static final class Refused {
    private static final int MAX_NAMES = 10;
    private final List<String> names = new ArrayList<>();
    private long count;

    void add(String key) {
      count++;
      if (names.size() < MAX_NAMES) {
        names.add(key.substring(key.lastIndexOf('/') + 1));
      }
    }

    @Override
    public String toString() {
      var more = count - names.size();
      return "The store refuses to delete "
          + String.join(", ", names)
          + (more > 0 ? " and " + more + " more" : "")
          + " in the landing zone";
    }
  }

  private void clear(Run run, List<Claimed> page, Refused refused) {
    var removals = delete(run, page.stream().map(Claimed::object).toList(), refused);
    var standing = new ArrayList<String>();
    var changed = new ArrayList<String>();
    for (var i = 0; i < removals.size(); i++) {
      var file = page.get(i);
      if (removals.get(i) instanceof DeleteResult.Refused) {
        standing.add(file.fileId());
      } else if (removals.get(i) instanceof DeleteResult.Changed) {
        changed.add(file.object().key());
      }
    }
    sql.completed(run, page, standing);
    files.refresh(run.dataset(), changed);
  }

  /**
   * Deletes the temporary files of the job that wrote the folder, its folder markers and the
   * trigger files of its sub-folders: all that was there when the trigger file was dropped and is
   * no data. Files that landed meanwhile get their rows, so that the mail can tell of them.
   */
  private void clearFolder(Run run, Refused refused) {
    var folder = LandingKey.triggerFolder(run.execution().triggerKey());
    var pages = store.pages(zones.landing(), folder);
    while (pages.hasNext()) {
      run.lease().check();
      var page = pages.next();
      if (run.status() == Status.PUBLISHED) {
        landingZone.refreshListed(page);
      }
      delete(run, page.stream().filter(object -> isLeftover(object, run)).toList(), refused);
    }
    if (run.status() == Status.PUBLISHED) {
      var keys = LikePattern.prefix(folder);
      new PagedIterator<String>(
              last ->
                  sql.onlyTold(
                      run.dataset().id(), keys, last == null ? "" : last, PagedIterator.SIZE))
          .forEachRemaining(landingZone::refreshKeys);
      sql.countLate(run, keys);
    }
  }

  private static boolean isLeftover(StoredObject object, Run run) {
    var dropped = run.execution().droppedAt();
    var key = object.key();
    if (key.equals(run.execution().triggerKey()) || LandingKey.isBeingWritten(key)) {
      return false;
    }
    return LandingKey.isBesideData(key)
        || dropped != null
            && !object.lastModified().isAfter(dropped)
            && (LandingKey.isWriterFile(key) || isTrigger(key));
  }

  private static boolean isTrigger(String key) {
    return LandingKey.parse(key) instanceof Valid valid && valid.key().isTrigger();
  }

  private void clearTrigger(Run run, Refused refused) {
    var key = run.execution().triggerKey();
    var standing = store.find(new ObjectRef(zones.landing(), key));
    if (standing.isPresent()) {
      if (!standing.get().exactIdentity().equals(run.execution().triggerIdentity())) {
        return;
      }
      var removal = delete(run, List.of(standing.get()), refused).get(0);
      if (removal instanceof DeleteResult.Refused) {
        return;
      }
    }
    sql.releaseTrigger(run.id(), run.fence());
  }

  private List<DeleteResult> delete(Run run, List<StoredObject> objects, Refused refused) {
    if (objects.isEmpty()) {
      return List.of();
    }
    var removals =
        DeleteResults.await(run.leased(store).deleteIfUnchanged(zones.landing(), objects));
    DeleteResults.refused(removals, objects.stream().map(StoredObject::key).toList());
    for (var i = 0; i < removals.size(); i++) {
      if (removals.get(i) instanceof DeleteResult.Refused) {
        refused.add(objects.get(i).key());
      }
    }
    return removals;
  }
}
