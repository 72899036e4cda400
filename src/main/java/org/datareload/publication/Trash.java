package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import org.datareload.dataset.Datasets;
import org.datareload.execution.Execution;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;
import org.datareload.transfer.LakeKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retired content, kept for a while so that it can be restored. */
public final class Trash {
  private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

  private final TrashSql sql;
  private final Datasets datasets;
  private final ObjectStore store;
  private final Zones zones;
  private final int keepDays;

  public Trash(TrashSql sql, Datasets datasets, ObjectStore store, Zones zones, int keepDays) {
    this.sql = requireNonNull(sql, "sql is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.keepDays = keepDays;
  }

  /**
   * Deletes what lies in the trash for longer than it is kept, unless an execution of the dataset
   * is running: it may be restoring just that.
   */
  public void empty() {
    for (var id : sql.expired(keepDays)) {
      var old = sql.find(id).orElseThrow();
      if (sql.active(old.datasetId()).isEmpty()) {
        empty(old);
      }
    }
  }

  private void empty(Execution old) {
    var dataset = datasets.findById(old.datasetId()).orElseThrow();
    store.list(
        zones.lake(),
        LakeKeys.trashPrefix(dataset, old.retiredBy()),
        page -> {
          var keys = page.stream().map(StoredObject::key).toList();
          Refusals.check(store.remove(zones.lake(), keys).join(), keys);
        });
    sql.emptied(old.id());
    LOG.info("Content of execution {} of {} left the trash", old.id(), old.dataset());
  }
}
