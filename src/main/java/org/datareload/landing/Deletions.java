package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.datareload.dataset.Dataset;
import org.datareload.landing.Deletion.Kept;
import org.datareload.store.DeleteResult;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Permanently deletes pending files. The files are marked first, in one transaction under the
 * dataset's lock: no execution claims a marked file, and a file of an execution is not marked. Then
 * each object is deleted before its row ends. If the process crashes after an object was deleted,
 * the next recheck of the landing zone ends the row; if before, the mark expires.
 */
public final class Deletions {
  private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
  private static final int BATCH = 500;
  private static final int MAX_REASON = 2_000;

  private final DeletionSql sql;
  private final ObjectStore store;
  private final LandingZone landingZone;
  private final String bucket;

  /**
   * @param bucket the landing zone's bucket
   */
  public Deletions(DeletionSql sql, ObjectStore store, LandingZone landingZone, String bucket) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.landingZone = requireNonNull(landingZone, "landingZone is null");
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /**
   * Deletes the files if all of them are pending. An object that replaced one of them is kept.
   *
   * @param user id of the user who deletes them
   */
  public Deletion delete(Dataset dataset, Selection selection, String user) {
    var id = UlidCreator.getMonotonicUlid().toString();
    var found = sql.mark(dataset.id(), selection, id);
    var expected = SelectionSql.expected(selection);
    if (found != expected || found == 0) {
      return new Deletion.SelectionChanged(expected, found);
    }
    var kept = new ArrayList<Kept>();
    var versions = false;
    var deleted = 0L;
    var batch = sql.nextMarked(dataset.id(), id, "", BATCH);
    while (!batch.isEmpty()) {
      var objects = find(batch);
      deleted += delete(dataset, id, batch, objects, user, kept);
      versions |= objects.stream().anyMatch(object -> object.versionId() != null);
      batch = sql.nextMarked(dataset.id(), id, batch.get(batch.size() - 1).id(), BATCH);
    }
    LOG.info("{} files of {} deleted by {}, {} kept", deleted, dataset.name(), user, kept.size());
    return new Deletion.Done(deleted, kept, versions);
  }

  /**
   * @param found for each file the object at its key, which may be another one
   */
  private long delete(
      Dataset dataset,
      String id,
      List<LandingFile> batch,
      List<StoredObject> found,
      String user,
      List<Kept> kept) {
    var targets = new ArrayList<LandingFile>();
    var objects = new ArrayList<StoredObject>();
    var gone = new ArrayList<String>();
    var changed = new ArrayList<LandingFile>();
    for (var i = 0; i < batch.size(); i++) {
      if (batch.get(i).object().isSame(found.get(i))) {
        targets.add(batch.get(i));
        objects.add(found.get(i));
      } else {
        changed.add(batch.get(i));
      }
    }
    var results = store.deleteIfUnchanged(bucket, objects).join();
    for (var i = 0; i < targets.size(); i++) {
      var file = targets.get(i);
      var result = results.get(i);
      if (result instanceof DeleteResult.Deleted) {
        gone.add(file.id());
      } else if (result instanceof DeleteResult.Changed) {
        changed.add(file);
      } else if (result instanceof DeleteResult.Refused refused) {
        var reason = "Not deleted: the store answered " + refused.reason();
        sql.unmark(id, file.id(), reason.substring(0, Math.min(reason.length(), MAX_REASON)));
        kept.add(new Kept(file.id(), reason));
      }
    }
    for (var file : changed) {
      sql.unmark(id, file.id(), null);
      kept.add(new Kept(file.id(), "Not deleted: another object has taken its key"));
    }
    if (!gone.isEmpty()) {
      sql.end(dataset.id(), id, gone, "Deleted by " + user);
    }
    landingZone.refreshKeys(changed.stream().map(file -> file.object().key()).toList());
    return gone.size();
  }

  /** The objects, those from the store of which only events have told. */
  private List<StoredObject> find(List<LandingFile> batch) {
    var found = batch.stream().map(file -> find(file.object())).toList();
    return found.stream().map(CompletableFuture::join).toList();
  }

  private CompletableFuture<StoredObject> find(StoredObject object) {
    return object.lastModified().equals(Instant.EPOCH)
        ? store.head(new ObjectRef(bucket, object.key())).thenApply(now -> now.orElse(object))
        : CompletableFuture.completedFuture(object);
  }
}
