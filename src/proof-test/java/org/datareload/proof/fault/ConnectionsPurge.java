package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datareload.execution.Status;
import org.datareload.publication.DatasetDeletionSql;
import org.datareload.publication.DatasetDeletions;
import org.datareload.store.ObjectStore;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;

/** Somebody deletes a dataset with live, replaced and pending files. */
final class ConnectionsPurge extends ConnectionsChore {
  private static final List<String> TABLES = List.of("execution", "file", "mail", "file_count");
  private final TestDataset doomed;
  private final String id;

  ConnectionsPurge(RunContract rig, int number) {
    super(rig, number);
    doomed = rig.dataset("doomed" + number);
    id = doomed.dataset().id();
    for (var content : List.of("first", "second")) {
      doomed.put("a.csv", content);
      healthy.send("direct:accept-notification", doomed.trigger());
      healthy.drive();
      assertThat(doomed.newest().status()).isEqualTo(Status.COMPLETED);
    }
    healthy.send("direct:accept-notification", doomed.event(doomed.put("b.csv", "pending")));
  }

  private DatasetDeletions datasetDeletions(TestProcess process) {
    return new DatasetDeletions(
        process.jdbi().onDemand(DatasetDeletionSql.class),
        process.bean(ObjectStore.class),
        rig.zones.zones());
  }

  @Override
  void run(TestProcess process) {
    assertThat(datasetDeletions(process).delete(doomed.dataset(), true)).isNull();
  }

  @Override
  void again() {
    if (doomed.datasets().findById(id).isPresent()) {
      // Nothing goes before the rows do.
      Invariants.quiet(doomed);
      assertThat(datasetDeletions(healthy).delete(doomed.dataset(), true)).isNull();
    }
    datasetDeletions(healthy).finish();
  }

  @Override
  void check() {
    for (var table : TABLES) {
      assertThat(doomed.rows("SELECT dataset_id FROM " + table + " WHERE dataset_id = ?", id))
          .as(table)
          .isEmpty();
    }
    assertThat(doomed.rows("SELECT name FROM purge")).as("open deletions").isEmpty();
    assertThat(rig.zones.list(landing(), doomed.prefix())).isEmpty();
    assertThat(rig.zones.list(rig.zones.zones().lake(), doomed.prefix())).isEmpty();
    assertThat(doomed.trash()).isEmpty();
    // The name is free.
    assertThat(rig.dataset("doomed" + number).executions()).isEmpty();
  }
}
