package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.Acceptance;
import org.datareload.execution.AcceptanceSql;
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.Executions;
import org.datareload.store.TestStore;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.ProcessCrash;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deleting pending files while others want them, and while processes die. */
abstract class DeletionsContract extends DatabaseContract {
  private static final String FOLDER = "sales/orders/upload_date=1700000000/ana/csv/";
  private static final Selection ALL = new Selection.All(List.of(), null, 2);

  private final TestStore store = new TestStore();
  private Datasets datasets;
  private Dataset dataset;
  private LandingZone landingZone;
  private LandingFiles landingFiles;
  private FilePages files;
  private Deletions deletions;
  private Executions executions;

  DeletionsContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void land() {
    datasets = new Datasets(jdbi.onDemand(DatasetSql.class));
    dataset =
        datasets.create(
            new NewDataset(
                "sales", "orders", "csv", "reload", "", List.of("ana@example.com"), false));
    landingFiles =
        new LandingFiles(jdbi.onDemand(LandingFileSql.class), store.store(), store.bucket());
    var problems = new LandingProblems(jdbi.onDemand(LandingProblemSql.class));
    landingZone = new LandingZone(datasets, landingFiles, problems, store.store(), store.bucket());
    files = new FilePages(jdbi.onDemand(FilePageSql.class));
    deletions =
        new Deletions(jdbi.onDemand(DeletionSql.class), store.store(), landingZone, store.bucket());
    executions = new Executions(jdbi.onDemand(AcceptanceSql.class));
    landTwo();
  }

  private void landTwo() {
    for (var name : List.of("a.csv", "b.csv")) {
      store.put(FOLDER + name, "12345");
      landingZone.refresh(List.of(FOLDER + name));
    }
  }

  private List<LandingFile> page() {
    return files.page(new FileSearch(dataset.id(), null, null), null, 10);
  }

  private FileCount count(String status) {
    return datasets.counts(dataset.id()).of(status);
  }

  private Acceptance accept(Selection selection) {
    return executions.accept(
        new ExecutionRequest(dataset.id(), "ana", new SelectionTrigger(selection)));
  }

  @Test
  void deletesObjectsAndEndsTheirRows() {
    var done = deletions.delete(dataset, ALL, "ana");
    assertThat(done).isEqualTo(new Deletion.Done(2, List.of(), false));
    assertThat(count("pending")).isEqualTo(new FileCount(0, 0));
    assertThat(count("deleted")).isEqualTo(new FileCount(2, 10));
    assertThat(page()).allMatch(file -> file.reason().equals("Deleted by ana"));
    var left = new ArrayList<>();
    store.store().list(store.bucket(), "", left::addAll);
    assertThat(left).isEmpty();
  }

  @Test
  void deletesNothingWhereOneFileIsNotPending() {
    var ids = page().stream().map(LandingFile::id).toList();
    accept(new Selection.Ids(ids.subList(0, 1)));
    var refused = deletions.delete(dataset, new Selection.Ids(ids), "ana");
    assertThat(refused).isEqualTo(new Deletion.SelectionChanged(2, 1));
    assertThat(count("pending")).isEqualTo(new FileCount(1, 5));
  }

  @Test
  void noExecutionTakesAFileThatIsBeingDeleted() {
    var tried = new ArrayList<Acceptance>();
    store.duringFirstHead(FOLDER + "a.csv", () -> tried.add(accept(ALL)));
    deletions.delete(dataset, ALL, "ana");
    assertThat(tried).containsExactly(new Acceptance.SelectionChanged(2, 0));
    assertThat(count("deleted")).isEqualTo(new FileCount(2, 10));
  }

  @Test
  void aLookEndsRowsWhoseObjectsWentBeforeTheProcessDied() {
    var sql = jdbi.onDemand(DeletionSql.class);
    assertThat(sql.mark(dataset.id(), ALL, "01ARZ3NDEKTSV4RRFFQ69G5FAV")).isEqualTo(2);
    store.store().delete(store.bucket(), List.of(FOLDER + "a.csv")).join();
    landingFiles.checkVanished(10);
    assertThat(count("deleted")).isEqualTo(new FileCount(1, 5));
    assertThat(count("pending")).isEqualTo(new FileCount(1, 5));
  }

  @Test
  void aMarkOfADeadProcessRunsOut() {
    var sql = jdbi.onDemand(DeletionSql.class);
    sql.mark(dataset.id(), ALL, "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    assertThat(accept(ALL)).isEqualTo(new Acceptance.SelectionChanged(2, 0));
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE file SET deleting_until = CURRENT_TIMESTAMP - INTERVAL '1' MINUTE"));
    assertThat(accept(ALL)).isInstanceOf(Acceptance.Accepted.class);
  }

  @Test
  void whatComesAgainAfterADeathIsDoneOrRefusedAndNothingStaysHalfDeleted() {
    var refused = 0;
    for (var at = 1; ; at++) {
      var death = new ProcessCrash(at);
      dieDeleting(death);

      var again = deletions.delete(dataset, ALL, "ana");

      if (again instanceof Deletion.SelectionChanged moved) {
        assertThat(moved).as(death.place()).isEqualTo(new Deletion.SelectionChanged(2, 0));
        refused++;
      }
      jdbi.useHandle(
          handle ->
              handle.execute(
                  "UPDATE file SET deleting_until = CURRENT_TIMESTAMP - INTERVAL '1' MINUTE"));
      landingFiles.checkVanished(10);
      var left = count("pending").files();
      var objects = new ArrayList<>();
      store.store().list(store.bucket(), "", objects::addAll);
      assertThat(objects).as(death.place()).hasSize((int) left);
      deletions.delete(dataset, new Selection.All(List.of(), null, left), "ana");
      assertThat(count("pending")).as(death.place()).isEqualTo(new FileCount(0, 0));
      assertThat(count("deleted")).as(death.place()).isEqualTo(new FileCount(2 * at, 10 * at));
      if (death.place() == null) {
        assertThat(refused).isEqualTo(at - 1);
        return;
      }
      landTwo();
    }
  }

  private void dieDeleting(ProcessCrash death) {
    var sql = database.behind(death).onDemand(DeletionSql.class);
    try {
      new Deletions(sql, store.store(), landingZone, store.bucket()).delete(dataset, ALL, "ana");
    } catch (Error died) {
      assertThat(died).hasMessage(death.place());
    }
  }
}
