package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.datareload.dataset.FileCount;
import org.datareload.execution.Acceptance;
import org.datareload.execution.AcceptanceSql;
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.Executions;
import org.datareload.store.StoredObject;
import org.datareload.testing.ProcessCrash;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletions of pending files beside executions and process crashes. */
class DeletionsTest extends LandingContract {
  private static final Selection ALL = new Selection.All(List.of(), null, 2);

  private Deletions deletions;
  private Executions executions;

  DeletionsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void open() {
    deletions =
        new Deletions(jdbi.onDemand(DeletionSql.class), s3.store(), landingZone, s3.bucket());
    executions = new Executions(jdbi.onDemand(AcceptanceSql.class));
    landTwo();
  }

  private void landTwo() {
    for (var name : List.of("a.csv", "b.csv")) {
      put(FOLDER + name, "12345");
      landingZone.refreshKeys(List.of(FOLDER + name));
    }
  }

  private FileCount count(String status) {
    return datasets.counts(orders.id()).of(status);
  }

  private Acceptance accept(Selection selection) {
    return executions.accept(
        new ExecutionRequest(orders.id(), "ann", new SelectionTrigger(selection)));
  }

  private List<StoredObject> objects() {
    var found = new ArrayList<StoredObject>();
    s3.store().list(s3.bucket(), "", found::addAll);
    return found;
  }

  private void expireMarks() {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE file SET deleting_until = CURRENT_TIMESTAMP - INTERVAL '1' MINUTE"));
  }

  @Test
  void objectsAreDeletedAndTheirRowsEnd() {
    var done = deletions.delete(orders, ALL, "ann");

    assertThat(done).isEqualTo(new Deletion.Done(2, List.of(), false));
    assertThat(count("pending")).isEqualTo(new FileCount(0, 0));
    assertThat(count("deleted")).isEqualTo(new FileCount(2, 10));
    assertThat(all()).allMatch(file -> file.reason().equals("Deleted by ann"));
    assertThat(objects()).isEmpty();
  }

  @Test
  void nothingIsDeletedIfOneFileIsNotPending() {
    var ids = all().stream().map(LandingFile::id).toList();
    accept(new Selection.Ids(ids.subList(0, 1)));

    var refused = deletions.delete(orders, new Selection.Ids(ids), "ann");

    assertThat(refused).isEqualTo(new Deletion.SelectionChanged(2, 1));
    assertThat(count("pending")).isEqualTo(new FileCount(1, 5));
  }

  @Test
  void noExecutionTakesAFileThatIsBeingDeleted() {
    var attempts = new ArrayList<Acceptance>();
    s3.duringFirstHead(FOLDER + "a.csv", () -> attempts.add(accept(ALL)));

    deletions.delete(orders, ALL, "ann");

    assertThat(attempts).containsExactly(new Acceptance.SelectionChanged(2, 0));
    assertThat(count("deleted")).isEqualTo(new FileCount(2, 10));
  }

  @Test
  void aCheckEndsRowsWhoseObjectsWereDeletedBeforeTheProcessCrashed() {
    var sql = jdbi.onDemand(DeletionSql.class);
    assertThat(sql.mark(orders.id(), ALL, "01ARZ3NDEKTSV4RRFFQ69G5FAV")).isEqualTo(2);
    s3.remove(FOLDER + "a.csv");

    files.checkVanished(10);

    assertThat(count("deleted")).isEqualTo(new FileCount(1, 5));
    assertThat(count("pending")).isEqualTo(new FileCount(1, 5));
  }

  @Test
  void theMarkOfACrashedProcessExpires() {
    var sql = jdbi.onDemand(DeletionSql.class);
    sql.mark(orders.id(), ALL, "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    assertThat(accept(ALL)).isEqualTo(new Acceptance.SelectionChanged(2, 0));

    expireMarks();

    assertThat(accept(ALL)).isInstanceOf(Acceptance.Accepted.class);
  }

  @Test
  void aRepeatedDeletionAfterACrashIsDoneOrRefusedAndLeavesNothingHalfDeleted() {
    var refused = 0;
    for (var at = 1; ; at++) {
      var crash = new ProcessCrash(at);
      deleteUntil(crash);

      var repeated = deletions.delete(orders, ALL, "ann");

      if (repeated instanceof Deletion.SelectionChanged changed) {
        assertThat(changed).as(crash.place()).isEqualTo(new Deletion.SelectionChanged(2, 0));
        refused++;
      }
      expireMarks();
      files.checkVanished(10);
      var left = count("pending").files();
      assertThat(objects()).as(crash.place()).hasSize((int) left);
      deletions.delete(orders, new Selection.All(List.of(), null, left), "ann");
      assertThat(count("pending")).as(crash.place()).isEqualTo(new FileCount(0, 0));
      assertThat(count("deleted")).as(crash.place()).isEqualTo(new FileCount(2 * at, 10 * at));
      if (crash.place() == null) {
        assertThat(refused).isEqualTo(at - 1);
        return;
      }
      landTwo();
    }
  }

  private void deleteUntil(ProcessCrash crash) {
    var sql = database.behind(crash).onDemand(DeletionSql.class);
    try {
      new Deletions(sql, s3.store(), landingZone, s3.bucket()).delete(orders, ALL, "ann");
    } catch (Error crashed) {
      assertThat(crashed).hasMessage(crash.place());
    }
  }
}
