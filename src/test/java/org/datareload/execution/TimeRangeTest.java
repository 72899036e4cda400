package org.datareload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.dataset.Visible;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Executions by the time at which they were accepted. */
class TimeRangeTest extends DatabaseContract {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private Executions executions;
  private Dataset dataset;
  private final List<String> ids = new ArrayList<>();

  TimeRangeTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void acceptOneAnHour() {
    executions = new Executions(jdbi.onDemand(AcceptanceSql.class));
    dataset = dataset("orders");
    for (var hours = 6; hours > 0; hours--) {
      var id = accept(dataset, hours);
      var at = NOW.minus(hours, ChronoUnit.HOURS);
      jdbi.useHandle(h -> h.execute("UPDATE execution SET accepted_at = ? WHERE id = ?", at, id));
      ids.add(0, id);
    }
  }

  private Dataset dataset(String name) {
    return new Datasets(jdbi.onDemand(DatasetSql.class))
        .create(
            new NewDataset(
                "sales", name, "csv", "reload", DatasetSettings.of(List.of("ana@example.com"))));
  }

  private String accept(Dataset to, int number) {
    var trigger = new ExecutionRequest.FolderTrigger("key" + number, "identity", NOW, NOW, 0);
    var acceptance = executions.accept(new ExecutionRequest(to.id(), "ana", trigger));
    return acceptance instanceof Acceptance.Accepted accepted
        ? accepted.execution().id()
        : ((Acceptance.Rejected) acceptance).execution().id();
  }

  private List<String> page(TimeRange range, String after, int limit) {
    return executions.page(Visible.ALL, null, range, after, limit).stream()
        .map(Execution::id)
        .toList();
  }

  private static TimeRange hours(int from, int to) {
    return new TimeRange(NOW.minus(from, ChronoUnit.HOURS), NOW.minus(to, ChronoUnit.HOURS));
  }

  @Test
  void includeTheirStartAndExcludeTheirEnd() {
    assertThat(page(hours(5, 2), null, 10)).isEqualTo(ids.subList(2, 5));
    assertThat(page(hours(100, 0), null, 10)).isEqualTo(ids);
    assertThat(page(TimeRange.EVER, null, 10)).isEqualTo(ids);
    assertThat(page(hours(100, 7), null, 10)).isEmpty();
  }

  @Test
  void continueAfterTheLastExecutionOfAPage() {
    var first = page(hours(5, 1), null, 2);
    assertThat(first).isEqualTo(ids.subList(1, 3));
    assertThat(page(hours(5, 1), first.get(1), 10)).isEqualTo(ids.subList(3, 5));
  }

  @Test
  void areFoundByTheIndexOfIds() {
    var method =
        Arrays.stream(ExecutionSql.class.getMethods())
            .filter(m -> m.getName().equals("page"))
            .findFirst()
            .orElseThrow();
    var statement = method.getAnnotation(SqlQuery.class).value();
    var plan =
        jdbi.withHandle(
            handle -> {
              if (database.isPostgres()) {
                // Too few rows for the planner to choose an index.
                handle.execute("SET enable_seqscan = off");
              }
              return handle
                  .createQuery("EXPLAIN " + statement)
                  .bindMethods(Visible.ALL)
                  .bind("shown", (String) null)
                  .bindMethods(hours(5, 1))
                  .bind("lowest", hours(5, 1).lowestId())
                  .bind("before", hours(5, 1).highestId())
                  .bind("limit", 10)
                  .mapTo(String.class)
                  .list();
            });
    assertThat(String.join(" ", plan))
        .containsAnyOf("Index Cond: (((id)::text >=", "PUBLIC.PRIMARY_KEY")
        .containsAnyOf("Index Scan Backward", "ID >= ");
  }

  @Test
  void includeTheNewestExecutionOfEachDataset() {
    var other = dataset("others");
    var none = dataset("none");
    var id = accept(other, 99);

    assertThat(executions.newest(List.of(dataset.id(), other.id(), none.id())))
        .extracting(Execution::id)
        .containsExactlyInAnyOrder(ids.get(0), id);
    assertThat(executions.newest(List.of())).isEmpty();
  }
}
