package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datareload.landing.Selection;
import org.datareload.store.StoredObject;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestProcess;

/** Somebody deletes three pending files, and again what is left of them. */
final class ConnectionsDeletion extends ConnectionsChore {
  private static final List<String> NAMES = List.of("x.csv", "y.csv", "z.csv");
  private final int deleted;

  ConnectionsDeletion(RunContract rig, int number) {
    super(rig, number);
    deleted = dataset.files("deleted").size();
    NAMES.forEach(name -> announce(dataset.put(name, name + " " + number)));
  }

  @Override
  void run(TestProcess process) {
    var all = new Selection.All(List.of(), null, NAMES.size());
    process.deletions().delete(dataset.dataset(), all, "bob");
  }

  @Override
  void again() {
    change("UPDATE file SET deleting_until = " + PAST + " WHERE deleting_until IS NOT NULL");
    healthy.send("direct:sweep-landing-zone", null);
    giveUp();
    Invariants.quiet(dataset);
    var left =
        dataset.rows(
            "SELECT id FROM file WHERE dataset_id = ? AND status = 'pending'",
            dataset.dataset().id());
    if (!left.isEmpty()) {
      healthy.deletions().delete(dataset.dataset(), new Selection.Ids(left), "bob");
    }
  }

  /** Those of the three that do not stand any more were deleted on purpose. */
  @Override
  void giveUp() {
    var standing = dataset.landed().stream().map(StoredObject::key).toList();
    for (var upload : dataset.uploads()) {
      var name = upload.key().substring(dataset.folder().length());
      if (NAMES.contains(name) && !standing.contains(upload.key())) {
        dataset.gaveUp(upload.key(), upload.etag());
      }
    }
  }

  @Override
  void check() {
    giveUp();
    assertThat(dataset.landed()).isEmpty();
    assertThat(dataset.files("deleted")).hasSize(deleted + NAMES.size());
  }
}
