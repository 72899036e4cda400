package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datareload.landing.Selection;
import org.datareload.store.StoredObject;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestProcess;

/** A user deletes three pending files, and then what is left of them. */
final class DeletionChore extends Chore {
  private static final List<String> NAMES = List.of("x.csv", "y.csv", "z.csv");
  private final int deleted;

  DeletionChore(RunContract contract, int number) {
    super(contract, number);
    deleted = dataset.files("deleted").size();
    NAMES.forEach(name -> announce(dataset.put(name, name + " " + number)));
  }

  @Override
  void run(TestProcess process) {
    var all = new Selection.All(List.of(), null, NAMES.size());
    process.deletions().delete(dataset.dataset(), all, "bob");
  }

  @Override
  void repeat() {
    dataset.expireDeletions();
    healthy.send("direct:sweep-landing-zone", null);
    giveUpDeleted();
    Invariants.quiet(dataset);
    var left =
        dataset.rows(
            "SELECT id FROM file WHERE dataset_id = ? AND status = 'pending'",
            dataset.dataset().id());
    if (!left.isEmpty()) {
      healthy.deletions().delete(dataset.dataset(), new Selection.Ids(left), "bob");
    }
  }

  /** Those of the three that are gone were deleted on purpose. */
  @Override
  void giveUpDeleted() {
    var landed = dataset.landed().stream().map(StoredObject::key).toList();
    for (var upload : dataset.uploads()) {
      var name = upload.key().substring(dataset.folder().length());
      if (NAMES.contains(name) && !landed.contains(upload.key())) {
        dataset.giveUp(upload.key(), upload.etag());
      }
    }
  }

  @Override
  void check() {
    giveUpDeleted();
    assertThat(dataset.landed()).isEmpty();
    assertThat(dataset.files("deleted")).hasSize(deleted + NAMES.size());
  }
}
