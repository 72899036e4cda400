package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
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
import org.datareload.transfer.Pages;
import org.datareload.transfer.Pump;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes replaced content out of the readers' sight once the manifest names the new one: into the
 * trash, from where it can be restored, or away where the dataset skips the trash.
 */
public final class Retirements {
  private static final Logger LOG = LoggerFactory.getLogger(Retirements.class);

  private final PublicationSql sql;
  private final ObjectStore store;
  private final Zones zones;
  private final Duration delay;

  /**
   * @param delay how long replaced content stays where it is, so that readers who hold the manifest
   *     before find what it names; listings show both contents meanwhile
   */
  public Retirements(PublicationSql sql, ObjectStore store, Zones zones, Duration delay) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.delay = requireNonNull(delay, "delay is null");
  }

  /** Retires what the run replaced, from where an earlier try ended; later where it is to stay. */
  public Run retire(Run run) {
    var replaced = run.execution().replaces();
    if (replaced == null || !run.status().isPast(Status.COMMITTED) || isEarly(run)) {
      return run;
    }
    while (true) {
      run.lease().check();
      var page = sql.page(replaced, sql.retiredUpTo(replaced), Pages.SIZE);
      if (page.isEmpty()) {
        break;
      }
      if (!run.dataset().skipTrash()) {
        Pump.run(page.iterator(), copy -> toTrash(run, copy), trashed -> {});
      }
      remove(page.stream().map(FileCopy::targetKey).toList());
      sql.retiredUpTo(run, replaced, page.get(page.size() - 1).seq());
    }
    store.abortUploads(zones.lake(), LakeKeys.trashPrefix(run.dataset(), run.id()));
    if (run.status() == Status.COMPLETED) {
      removeStrays(replaced);
    }
    return run;
  }

  /** A process that was held up can still have made a copy after it was retired. */
  private void removeStrays(String replaced) {
    for (var folder : sql.targetFolders(replaced)) {
      store.list(
          zones.lake(), folder, page -> remove(page.stream().map(StoredObject::key).toList()));
    }
  }

  private boolean isEarly(Run run) {
    return run.status() == Status.PUBLISHED && !delay.isZero();
  }

  private CompletableFuture<Boolean> toTrash(Run run, FileCopy copy) {
    run.lease().check();
    var key = LakeKeys.trash(run.dataset(), run.id(), copy.targetKey());
    return store
        .copy(zones.lake(), live(copy), new ObjectRef(zones.lake(), key))
        .handle((made, failed) -> failed == null || gone(copy, failed));
  }

  /** A retired object can be missing: an earlier try, or a person, has removed it. */
  private static boolean gone(FileCopy copy, Throwable failed) {
    var cause = Reason.unwrapped(failed);
    if (!(cause instanceof ConditionFailedException)) {
      throw cause;
    }
    LOG.warn("{} is not as it was published, so it is not kept in the trash", copy.targetKey());
    return false;
  }

  private void remove(List<String> keys) {
    Refusals.check(store.remove(zones.lake(), keys).join(), keys);
  }

  private static StoredObject live(FileCopy copy) {
    return new StoredObject(
        copy.targetKey(), copy.source().size(), copy.targetEtag(), null, copy.copiedAt());
  }
}
