package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import org.datareload.dataset.Dataset;
import org.datareload.publication.DatasetDeletionSql.Open;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;
import org.datareload.transfer.LakeKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes datasets: the rows in one transaction, then the objects. The name is free when the last
 * object is deleted, so that a new dataset of the same name never loses objects.
 *
 * <p>Several processes may do so at once, and one that was paused may continue when another has
 * finished and the name is in use again. So each checks between listing and deleting that this
 * deletion is still open: as long as it is, no dataset has the name, and what was listed belongs to
 * no later one. Objects that changed since they were listed stay.
 */
public final class DatasetDeletions {
  private static final Logger LOG = LoggerFactory.getLogger(DatasetDeletions.class);

  private final DatasetDeletionSql sql;
  private final ObjectStore store;
  private final Zones zones;

  public DatasetDeletions(DatasetDeletionSql sql, ObjectStore store, Zones zones) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
  }

  /**
   * Deletes a dataset.
   *
   * @param all whether pending files and live content are deleted as well
   * @return null where it is deleted, otherwise why not
   */
  public String delete(Dataset dataset, boolean all) {
    var refusal = sql.delete(dataset, all);
    if (refusal == null) {
      LOG.info("Dataset {} deleted", dataset.name());
      finish(Open.of(dataset));
    }
    return refusal;
  }

  /** Deletes the remaining objects of deleted datasets. */
  public void finish() {
    sql.open().forEach(this::finish);
  }

  private void finish(Open purge) {
    try {
      empty(purge, zones.landing(), purge.prefix());
      empty(purge, zones.lake(), purge.prefix());
      empty(purge, zones.lake(), LakeKeys.TRASH + purge.prefix());
      if (store.hasVersions(zones.lake())) {
        // Replaced content.
        store.deleteVersions(zones.lake(), purge.prefix(), () -> check(purge));
      }
      // By its id: a later deletion of the same name may be open by now.
      sql.close(purge);
    } catch (ClosedException closed) {
      LOG.info(
          "Another process has deleted the last objects of the deleted dataset {}", purge.prefix());
    } catch (RuntimeException failed) {
      LOG.warn(
          "Objects of the deleted dataset {} are left and are deleted later",
          purge.prefix(),
          failed);
    }
  }

  private void empty(Open purge, String bucket, String prefix) {
    check(purge);
    store.list(
        bucket,
        prefix,
        page -> {
          check(purge);
          var seen = new ArrayList<>(page);
          DeleteResults.check(
              store.deleteIfUnchanged(bucket, seen).join(),
              page.stream().map(StoredObject::key).toList());
        });
    store.abortUploads(
        bucket,
        prefix,
        key -> {
          check(purge);
          return true;
        });
  }

  private void check(Open purge) {
    if (sql.count(purge) == 0) {
      throw new ClosedException();
    }
  }

  /** Another process or thread has finished the deletion. */
  private static final class ClosedException extends RuntimeException {}
}
