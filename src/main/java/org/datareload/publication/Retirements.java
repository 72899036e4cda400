package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.datareload.execution.Reason;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.store.ConditionFailedException;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;
import org.datareload.transfer.FileCopy;
import org.datareload.transfer.LakeKeys;
import org.datareload.transfer.PagedIterator;
import org.datareload.transfer.Pipeline;
import org.datareload.transfer.RetiredTo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes replaced content once the manifest names the new content: into the trash or below delete
 * markers, from where it can be restored, or for good. The execution itself does so where readers
 * list the prefix, since they see both contents until then; where they read the manifest, the
 * clean-up after the execution does, since a query that has read the previous one still needs its
 * objects. Content that the dataset keeps in place is not touched before it expires.
 */
public final class Retirements {
  private static final Logger LOG = LoggerFactory.getLogger(Retirements.class);

  private static final String REFUSED =
      "The store refuses to delete replaced objects in the data lake zone: readers who list the"
          + " prefix see them beside the new ones";

  private final PublicationSql sql;
  private final ObjectStore store;
  private final Zones zones;
  private final LakeDeletes deletes;
  private final Duration delay;

  /**
   * @param delay how long replaced content stays in place where the dataset is read by its manifest
   */
  public Retirements(PublicationSql sql, ObjectStore store, Zones zones, Duration delay) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.deletes = new LakeDeletes(store, zones);
    this.delay = requireNonNull(delay, "delay is null");
  }

  /**
   * Retires what the run replaced, from where an earlier attempt ended. What the store refuses to
   * delete is counted and does not hold up the rest: later attempts find it in a listing.
   */
  public Run retire(Run run) {
    sql.require(run, Status.PUBLISHED, Status.COMPLETED);
    var replaced = run.execution().replaces();
    if (run.status() == Status.COMPLETED) {
      bringBack(run);
    }
    if (replaced == null || isEarly(run) || stays(run, replaced)) {
      sql.refused(run, 0, null);
      return run;
    }
    var refused = retirePages(run, replaced);
    if (run.status() == Status.COMPLETED || run.execution().notRemoved() > 0) {
      // What the store refused to delete before, and copies that a process that was paused made
      // after their key was retired.
      refused = deletes.deleteListed(run, sql.targetFolders(replaced));
    }
    sql.refused(run, refused, refused > 0 ? REFUSED : null);
    store.abortUploads(zones.lake(), LakeKeys.trashPrefix(run.dataset(), run.id()));
    return run;
  }

  /** Whether the content is kept, or is live again at its keys. */
  private boolean stays(Run run, String replaced) {
    if (wentTo(RetiredTo.VERSIONS, replaced) && sql.isBeingRestored(replaced, run.id())) {
      throw new IllegalStateException(
          "the content of execution " + replaced + " is being restored; it is retired later");
    }
    return wentTo(RetiredTo.KEPT, replaced) || sql.hasNoContent(replaced);
  }

  private boolean wentTo(RetiredTo place, String executionId) {
    return sql.retiredTo(executionId).filter(place::equals).isPresent();
  }

  /**
   * Where the content goes. Versions may have been suspended since the commit: then it comes back
   * to its keys, and is copied from there.
   */
  private RetiredTo to(Run run, String replaced) {
    var to = sql.retiredTo(replaced).orElseThrow();
    if (to != RetiredTo.VERSIONS || store.keepsDeleted(zones.lake())) {
      return to;
    }
    LOG.warn("Bucket {} no longer keeps versions; {} goes to the trash", zones.lake(), replaced);
    undelete(run, replaced, () -> {});
    sql.retireToTrash(run, replaced);
    return RetiredTo.TRASH;
  }

  private void undelete(Run run, String executionId, Runnable check) {
    for (var folder : sql.targetFolders(executionId)) {
      run.leased(store).undelete(zones.lake(), folder, check);
    }
  }

  /**
   * A delete request that a process sent before it died may have reached the store after the
   * content came back.
   */
  private void bringBack(Run run) {
    if (sql.isRestoredInPlace(run.id())
        && sql.isLive(run.id())
        && wentTo(RetiredTo.VERSIONS, run.execution().restores())) {
      undelete(run, run.id(), () -> requireLive(run));
    }
  }

  /** Content that was replaced meanwhile must not come back. */
  private void requireLive(Run run) {
    if (!sql.isLive(run.id())) {
      throw new IllegalStateException(
          "execution " + run.id() + " was replaced during its clean-up");
    }
  }

  /** Returns how many objects the store refused to delete. */
  private long retirePages(Run run, String replaced) {
    var refused = 0L;
    if (sql.page(replaced, sql.retiredUpTo(replaced), 1).isEmpty()) {
      return refused;
    }
    var to = to(run, replaced);
    var seq = sql.retiredUpTo(replaced);
    while (true) {
      run.lease().check();
      var page = sql.page(replaced, seq, PagedIterator.SIZE);
      if (page.isEmpty()) {
        return refused;
      }
      if (to == RetiredTo.TRASH) {
        Pipeline.run(
            run.leased(store),
            page.iterator(),
            (leased, copy) -> toTrash(leased, run, copy),
            trashed -> {});
      }
      var standing = deletes.delete(run, page.stream().map(FileCopy::targetKey).toList());
      refused += standing;
      seq = page.get(page.size() - 1).seq();
      sql.retiredUpTo(run, replaced, seq, standing);
    }
  }

  private boolean isEarly(Run run) {
    return run.status() == Status.PUBLISHED
        && !delay.isZero()
        && sql.isReadByManifest(run.dataset().id());
  }

  private CompletableFuture<StoredObject> toTrash(ObjectStore leased, Run run, FileCopy copy) {
    var key = LakeKeys.trash(run.dataset(), run.id(), copy.targetKey());
    if (!LakeKeys.fits(key)) {
      // It was loaded while the dataset skipped the trash.
      LOG.warn(
          "{} is not kept in the trash: its key there would be too long for S3", copy.targetKey());
      return CompletableFuture.completedFuture(null);
    }
    var trash = new ObjectRef(zones.lake(), key);
    return leased
        .copy(zones.lake(), live(copy), trash)
        .exceptionallyCompose(
            failed ->
                Reason.unwrapped(failed) instanceof ConditionFailedException
                    ? standing(leased, copy, trash)
                    : CompletableFuture.failedFuture(failed));
  }

  /**
   * Keeps the object at the key where the published one is not found by its ETag: a copy that was
   * made twice has another ETag where objects are encrypted.
   */
  private CompletableFuture<StoredObject> standing(
      ObjectStore leased, FileCopy copy, ObjectRef trash) {
    return leased
        .head(new ObjectRef(zones.lake(), copy.targetKey()))
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                LOG.warn("{} is gone and is not kept in the trash", copy.targetKey());
                return CompletableFuture.completedFuture(null);
              }
              if (found.get().size() != copy.source().size()) {
                LOG.warn(
                    "{} has {} bytes, not the {} that were published; it goes into the trash as it"
                        + " is, and cannot be restored",
                    copy.targetKey(),
                    found.get().size(),
                    copy.source().size());
              }
              return leased.copy(zones.lake(), found.get(), trash);
            });
  }

  private static StoredObject live(FileCopy copy) {
    return new StoredObject(
        copy.targetKey(), copy.source().size(), copy.targetEtag(), null, copy.copiedAt());
  }
}
