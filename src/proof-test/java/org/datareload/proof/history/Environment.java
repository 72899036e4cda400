package org.datareload.proof.history;

import java.util.function.Supplier;
import org.datareload.dataset.Replaced;
import org.datareload.store.StoredObject;
import org.datareload.store.TestZones;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;

/** Two processes on one database and one store; each dataset has one history. */
final class Environment implements AutoCloseable {
  private final TestDatabase database;
  private final TestZones zones;
  private int datasets;
  final boolean versioned;
  final SwitchableFaultPoint faults = new SwitchableFaultPoint();
  final TestProcess first;
  final TestProcess second;

  /**
   * @param versioned whether both zones keep versions, which makes deletes conditional
   */
  Environment(Supplier<TestDatabase> fresh, boolean versioned) {
    this.versioned = versioned;
    zones = new TestZones(versioned, versioned);
    database = fresh.get();
    first = TestProcess.driven(database, zones, faults);
    second = TestProcess.driven(database, zones, SwitchableFaultPoint.OPEN);
  }

  TestDataset dataset(Replaced replaced) {
    return new TestDataset(database, zones, "orders" + ++datasets, replaced);
  }

  /** Deletes what a dataset leaves, so that later sweeps do not find it. */
  void forget(TestDataset dataset) {
    var lake = zones.zones().lake();
    remove(zones.zones().landing(), dataset.prefix());
    remove(lake, dataset.prefix());
    remove(lake, "_trash/" + dataset.prefix());
    dataset.execute(
        "UPDATE file SET status = 'deleted', landed_key = NULL WHERE dataset_id = ?",
        dataset.dataset().id());
  }

  private void remove(String bucket, String prefix) {
    var keys = zones.list(bucket, prefix).stream().map(StoredObject::key).toList();
    zones.store().delete(bucket, keys).join();
  }

  @Override
  public void close() {
    faults.to(SwitchableFaultPoint.OPEN);
    first.close();
    second.close();
    database.close();
  }
}
