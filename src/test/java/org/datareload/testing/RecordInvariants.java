package org.datareload.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeMap;
import org.datareload.dataset.FileCount;

/** What must hold of the records of a dataset once nothing runs. */
final class RecordInvariants {
  private final TestDataset dataset;

  private RecordInvariants(TestDataset dataset) {
    this.dataset = dataset;
  }

  static void quiet(TestDataset dataset) {
    var now = new RecordInvariants(dataset);
    now.everythingEnded();
    now.mailsTellOfEachOnce();
    now.countsAreReal();
  }

  /** I9. */
  private void everythingEnded() {
    assertThat(dataset.executions()).allMatch(e -> e.status().isOver());
    assertThat(dataset.files("processing")).isEmpty();
  }

  /** I6. */
  private void mailsTellOfEachOnce() {
    var wanted = dataset.executions().stream().map(e -> e.id() + " " + e.status().shown()).toList();
    var told =
        dataset.rows(
            "SELECT execution_id || ' ' || kind FROM mail WHERE dataset_id = ?"
                + " AND execution_id IS NOT NULL",
            dataset.dataset().id());
    assertThat(told).containsExactlyInAnyOrderElementsOf(wanted);
  }

  private void countsAreReal() {
    var real = new TreeMap<String, FileCount>();
    var shown = new TreeMap<String, FileCount>();
    var counts = dataset.datasets().counts(dataset.dataset().id());
    for (var status : Set.of("pending", "processing", "completed", "deleted", "superseded")) {
      real.put(status, sum(status));
      shown.put(status, counts.of(status));
    }
    assertThat(shown).isEqualTo(real);
  }

  private FileCount sum(String status) {
    return dataset
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT COUNT(*), COALESCE(SUM(size_bytes), 0) FROM file"
                            + " WHERE dataset_id = :id AND status = :status")
                    .bind("id", dataset.dataset().id())
                    .bind("status", status)
                    .map((row, context) -> new FileCount(row.getLong(1), row.getLong(2)))
                    .one());
  }
}
