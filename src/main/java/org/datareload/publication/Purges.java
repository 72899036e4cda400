package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;
import org.datareload.transfer.LakeKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes datasets. The rows go in one transaction; the objects go after it, and the name is free
 * when the last of them has gone, so that a new dataset of the name never loses any.
 */
public final class Purges {
  private static final Logger LOG = LoggerFactory.getLogger(Purges.class);

  private final PurgeSql sql;
  private final ObjectStore store;
  private final Zones zones;

  public Purges(PurgeSql sql, ObjectStore store, Zones zones) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
  }

  /**
   * Deletes a dataset.
   *
   * @param all whether pending files and live content go, too
   * @return null where it is gone, else why it stays
   */
  public String delete(Dataset dataset, boolean all) {
    var refusal = sql.delete(dataset, all);
    if (refusal == null) {
      LOG.info("Dataset {} deleted", dataset.name());
      finish(dataset.name());
    }
    return refusal;
  }

  /** Deletes what is left of datasets that are gone. */
  public void finish() {
    sql.open().forEach(row -> finish(new DatasetName(row.domain(), row.name())));
  }

  private void finish(DatasetName name) {
    try {
      empty(zones.landing(), name.prefix());
      empty(zones.lake(), name.prefix());
      empty(zones.lake(), LakeKeys.TRASH + name.prefix());
      sql.close(PurgeSql.folded(name));
    } catch (RuntimeException failed) {
      LOG.warn("Objects of the deleted dataset {} are left, for now: {}", name, failed.toString());
    }
  }

  private void empty(String bucket, String prefix) {
    store.list(
        bucket,
        prefix,
        page -> {
          var seen = new ArrayList<>(page);
          Refusals.check(
              store.removeUnchanged(bucket, seen).join(),
              page.stream().map(StoredObject::key).toList());
        });
    store.abortUploads(bucket, prefix);
  }
}
