package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datareload.publication.DatasetDeletionSql;
import org.datareload.publication.DatasetDeletions;
import org.datareload.store.ObjectStore;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;

/** A user deletes a dataset with live, replaced and pending files. */
final class PurgeChore extends Chore {
  private static final List<String> TABLES = List.of("execution", "file", "mail", "file_count");
  private final TestDataset doomed;
  private final String id;

  PurgeChore(RunContract contract, int number) {
    super(contract, number);
    doomed = contract.dataset("doomed" + number);
    id = doomed.dataset().id();
    for (var content : List.of("first", "second")) {
      doomed.load(healthy, content, "a.csv");
    }
    healthy.send("direct:accept-notification", doomed.event(doomed.put("b.csv", "pending")));
  }

  private DatasetDeletions datasetDeletions(TestProcess process) {
    return new DatasetDeletions(
        process.jdbi().onDemand(DatasetDeletionSql.class),
        process.bean(ObjectStore.class),
        contract.zones.zones());
  }

  @Override
  void run(TestProcess process) {
    assertThat(datasetDeletions(process).delete(doomed.dataset(), true)).isNull();
  }

  @Override
  void repeat() {
    if (doomed.datasets().findById(id).isPresent()) {
      // Nothing is deleted before the rows.
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
    assertThat(contract.zones.list(landing(), doomed.prefix())).isEmpty();
    assertThat(contract.zones.list(contract.zones.zones().lake(), doomed.prefix())).isEmpty();
    assertThat(doomed.trash()).isEmpty();
    // The name is free.
    assertThat(contract.dataset("doomed" + number).executions()).isEmpty();
  }
}
