package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.datareload.execution.Status;
import org.datareload.testing.DrivenContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A database that is set back to a state before a commit, by a loss of power, a lagging replica or
 * a fresh start, after readers saw the content and its sources were cleared.
 */
final class DatabaseSetBackTest extends DrivenContract {
  private static final Map<String, String> NEW = Map.of("a.csv", "new", "b.csv", "new");

  DatabaseSetBackTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void publish() {
    load("old");
    load("new");
  }

  @Test
  void commitsAgain() {
    setBack(Status.PLANNED);

    process.drive();

    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(NEW);
    assertThat(orders.trashed(orders.newest().id()))
        .isEqualTo(Map.of("a.csv", "old", "b.csv", "old"));
    Invariants.quiet(orders);
  }

  @Test
  void deletesNothingPublishedIfACopyDiffersFromThePlan() {
    setBack(Status.PLANNED);
    orders.execute("UPDATE file_copy SET size_bytes = 7 WHERE execution_id = ? AND seq = 1", id());

    assertFailsWithoutChange();
  }

  @Test
  void deletesNothingPublishedIfOnlyTheRestCanBePlanned() {
    orders.put("b.csv", "left");
    process.send("direct:sweep-landing-zone", null);
    setBack(Status.ACCEPTED);

    assertFailsWithoutChange();
    assertThat(orders.files("pending")).contains("b.csv");
    load("next");
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "next", "b.csv", "next"));
  }

  /** A new database knows fewer generations than the manifests. */
  @ParameterizedTest
  @ValueSource(strings = {"_manifest/current.json", "_symlink_format_manifest/manifest"})
  void replacesBothManifestsOfAnEarlierDatabase(String missing) {
    zones.store().delete(zones.zones().lake(), List.of(orders.prefix() + missing)).join();

    try (var fresh = TestDatabases.h2();
        var other = TestProcess.driven(fresh, zones, FaultPoint.OPEN)) {
      var again = new TestDataset(fresh, zones, "orders");
      again.load(other, "third", "a.csv");

      assertThat(again.dataset().generation()).isEqualTo(3);
      assertThat(again.content()).isEqualTo(Map.of("a.csv", "third"));
      assertThat(again.symlinks()).singleElement().asString().contains(again.newest().id());
    }
  }

  private void assertFailsWithoutChange() {
    process.drive();
    orders.cleanUp(process);

    assertThat(orders.newest().status()).isEqualTo(Status.FAILED);
    assertThat(orders.newest().reason().text())
        .contains("was published", "restored to an earlier state");
    assertThat(orders.content()).isEqualTo(NEW);
  }

  private String id() {
    return orders.newest().id();
  }

  private void load(String content) {
    orders.load(process, content, "a.csv", "b.csv");
  }

  /** Restores all rows to the state before the newest execution was committed. */
  private void setBack(Status to) {
    var first = orders.executions().get(0).id();
    var last = id();
    jdbi.useTransaction(h -> setBack(h, first, last, to));
  }

  private void setBack(Handle h, String first, String last, Status to) {
    h.execute(
        "UPDATE dataset SET live_execution = ?, generation = 1 WHERE live_execution = ?",
        first,
        last);
    h.execute("UPDATE execution SET retired_by = NULL, retired_up_to = 0 WHERE id = ?", first);
    h.execute("DELETE FROM mail WHERE execution_id = ?", last);
    h.execute(
        """
        UPDATE execution
        SET status = ?, active_dataset = dataset_id, committed_at = NULL, finished_at = NULL,
            generation = NULL, replaces = NULL, cleanup_at = NULL, files_copied = 0,
            bytes_copied = 0
        WHERE id = ?
        """,
        to.name(),
        last);
    h.execute("UPDATE file_copy SET target_etag = NULL WHERE execution_id = ?", last);
    if (to == Status.PLANNED) {
      h.execute(
          "UPDATE file SET status = 'processing', landed_key = object_key WHERE execution_id = ?",
          last);
      for (var status : List.of("processing", "completed")) {
        h.execute(
            """
            UPDATE file_count SET
              files = (SELECT COUNT(*) FROM file f
                WHERE f.dataset_id = file_count.dataset_id AND f.status = file_count.status),
              bytes = (SELECT COALESCE(SUM(size_bytes), 0) FROM file f
                WHERE f.dataset_id = file_count.dataset_id AND f.status = file_count.status)
            WHERE status = ?
            """,
            status);
      }
    }
  }
}
