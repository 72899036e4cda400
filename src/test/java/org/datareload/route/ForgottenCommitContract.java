package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A database that goes back to a state before a commit, as by a loss of power or a replica that was
 * behind, after readers were told of the content and its sources were cleared.
 */
abstract class ForgottenCommitContract extends DatabaseContract {
  private static final Map<String, String> NEW = Map.of("a.csv", "new", "b.csv", "new");
  private TestZones zones;
  private TestDataset orders;
  private TestProcess process;

  ForgottenCommitContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void publish() {
    zones = new TestZones();
    orders = new TestDataset(database, zones, "orders", false);
    process = TestProcess.driven(database, zones, FaultPoint.OPEN);
    load("old");
    load("new");
  }

  @AfterEach
  void closeProcess() {
    process.close();
  }

  @Test
  void isCommittedAgain() {
    goBack(Status.PLANNED);

    process.drive();

    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(NEW);
    assertThat(orders.trashed(orders.newest().id()))
        .isEqualTo(Map.of("a.csv", "old", "b.csv", "old"));
    Invariants.quiet(orders);
  }

  @Test
  void deletesNothingThatReadersAreToldOfWhereACopyIsNotAsItWasPlanned() {
    goBack(Status.PLANNED);
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE file_copy SET size_bytes = 7 WHERE execution_id = ? AND seq = 1", id()));

    staysThoughItFails();
  }

  @Test
  void deletesNothingThatReadersAreToldOfWhereOnlyTheRestCanBePlanned() {
    orders.put("b.csv", "left");
    process.send("direct:sweep-landing-zone", null);
    goBack(Status.ACCEPTED);

    staysThoughItFails();
    assertThat(orders.files("pending")).contains("b.csv");
    load("next");
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "next", "b.csv", "next"));
  }

  private void staysThoughItFails() {
    process.drive();
    orders.cleanUp(process);

    assertThat(orders.newest().status()).isEqualTo(Status.FAILED);
    assertThat(orders.newest().reason().text()).contains("was published", "set back");
    assertThat(orders.content()).isEqualTo(NEW);
  }

  private String id() {
    return orders.newest().id();
  }

  private void load(String content) {
    orders.put("a.csv", content);
    orders.put("b.csv", content);
    process.send("direct:accept-notification", orders.trigger());
    process.drive();
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
  }

  /** Sets all rows back to what they were before the newest execution was committed. */
  private void goBack(Status to) {
    var first = orders.executions().get(0).id();
    var last = id();
    jdbi.useTransaction(h -> goBack(h, first, last, to));
  }

  private void goBack(Handle h, String first, String last, Status to) {
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
