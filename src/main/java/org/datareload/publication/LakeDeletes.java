package org.datareload.publication;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.datareload.execution.Run;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;

/**
 * Deletes objects of the data lake zone, under the run's lease. One that the store refuses to
 * delete does not hold up the others.
 */
record LakeDeletes(ObjectStore store, Zones zones) {
  /** Returns how many objects the store refused to delete. */
  long delete(Run run, List<String> keys) {
    run.lease().check();
    var removals = DeleteResults.await(run.leased(store).delete(zones.lake(), keys));
    return DeleteResults.refused(removals, keys);
  }

  /**
   * Deletes what is listed below the prefixes.
   *
   * @return how many objects the store refused to delete
   */
  long deleteListed(Run run, List<String> prefixes) {
    var refused = new AtomicLong();
    for (var prefix : prefixes) {
      store.list(
          zones.lake(),
          prefix,
          page -> refused.addAndGet(delete(run, page.stream().map(StoredObject::key).toList())));
    }
    return refused.get();
  }
}
