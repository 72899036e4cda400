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
   * is running: it may be restoring just that. What the store would not delete is tried again the
   * next time.
   */
  public void empty() {
    for (var page = sql.expired(keepDays, "");
        !page.isEmpty();
        page = sql.expired(keepDays, page.get(page.size() - 1))) {
      page.forEach(this::empty);
    }
  }

  private void empty(String id) {
    try {
      // It may have gone with its dataset by now.
      sql.find(id).filter(old -> sql.active(old.datasetId()).isEmpty()).ifPresent(this::empty);
    } catch (RuntimeException failed) {
      LOG.warn("Content of execution {} stays in the trash, for now: {}", id, failed.toString());
    }
  }

  private void empty(Execution old) {
    var dataset = datasets.findById(old.datasetId()).orElseThrow();
    store.list(
        zones.lake(),
        LakeKeys.trashPrefix(dataset, old.retiredBy()),
        page -> {
          var keys = page.stream().map(StoredObject::key).toList();
          DeleteResults.check(store.delete(zones.lake(), keys).join(), keys);
        });
    sql.emptied(old.id());
    LOG.info("Content of execution {} of {} left the trash", old.id(), old.dataset());
  }
}
