package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.Acceptance;
import org.datareload.execution.AcceptanceSql;
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.Executions;
import org.datareload.testing.ManyRows;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * Queries over 20,000 pending files, or 100,000 by {@code -Dreload.proof=long}, half of which
 * replace a live one, on a database without fresh statistics. A plan that compares each row with
 * each takes minutes. The limits are multiples of the time that one read of all rows takes, so that
 * a busy machine is no failure.
 */
class ManyPendingTest extends LandingContract {
  private static final int FILES = ManyRows.MANY;

  private static final Duration LEAST_LIMIT = Duration.ofSeconds(5);

  /** How many reads of all rows a query may cost, for each second that it may take. */
  private static final int READS_PER_SECOND = 100;

  private static final Selection ALL = new Selection.All(List.of(), null, FILES);
  private List<String> some;

  ManyPendingTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void queriesOverManyPendingFilesUseNoQuadraticPlan() {
    var dataset = fill();
    pagesAndCounts(dataset);
    previews(dataset);
    marksAndAccepts(dataset);
  }

  private Dataset fill() {
    var people = List.of("ana@example.com");
    var created =
        datasets.create(
            new NewDataset("many", "files", "csv", "reload", DatasetSettings.of(people)));
    some = IntStream.range(0, FILES / 10).mapToObj(i -> ManyRows.id(created.id(), i * 3)).toList();
    ManyRows.pending(jdbi, created.id(), FILES);
    ManyRows.live(jdbi, created.id(), FILES, FILES / 2);
    return datasets.find(created.name()).orElseThrow();
  }

  private void pagesAndCounts(Dataset dataset) {
    for (var status : new FileStatus[] {FileStatus.PENDING, null}) {
      var all = new FileSearch(dataset.id(), status, null);
      assertThat(within(1, () -> pages.page(all, null, 101))).hasSize(101);
      assertThat(within(1, () -> pages.page(all, ManyRows.id(dataset.id(), FILES - 100), 101)))
          .hasSize(99);
      assertThat(within(1, () -> pages.count(all))).isEqualTo(FILES);
      var named = new FileSearch(dataset.id(), status, "RT-%04d".formatted(FILES / 100 - 1));
      assertThat(within(1, () -> pages.page(named, null, 101)))
          .extracting(LandingFile::name)
          .hasSize(100)
          .startsWith("part-%06d.csv".formatted(FILES - 100));
      assertThat(within(1, () -> pages.count(named))).isEqualTo(100);
    }
  }

  private void previews(Dataset dataset) {
    var previews = new Previews(jdbi.onDemand(PreviewSql.class));
    assertThat(within(3, () -> previews.preview(dataset, ALL)))
        .isEqualTo(
            new Preview(pending(FILES), pending(FILES / 2), pending(FILES / 2), live(FILES / 2)));
    assertThat(
            within(
                    3,
                    () ->
                        previews.preview(
                            dataset, new Selection.All(some, null, FILES - some.size())))
                .selected())
        .isEqualTo(pending(FILES - some.size()));
    assertThat(within(3, () -> previews.preview(dataset, new Selection.Ids(some))))
        .isEqualTo(
            new Preview(pending(some.size()), pending(some.size()), pending(0), live(FILES)));
    var named = new Selection.All(List.of(), "Part-%03d".formatted(FILES * 3 / 4000), 1_000);
    assertThat(within(3, () -> previews.preview(dataset, named)))
        .isEqualTo(new Preview(pending(1_000), pending(0), pending(1_000), live(FILES - 1_000)));
  }

  private void marksAndAccepts(Dataset dataset) {
    var deletions = jdbi.onDemand(DeletionSql.class);
    assertThat(once(20, () -> deletions.mark(dataset.id(), new Selection.Ids(some), "D")))
        .isEqualTo(some.size());
    assertThat(within(2, () -> deletions.nextMarked(dataset.id(), "D", "", 500))).hasSize(500);
    var executions = new Executions(jdbi.onDemand(AcceptanceSql.class));
    var rest = new Selection.All(some.subList(0, 100), null, FILES - some.size());
    var request = new ExecutionRequest(dataset.id(), "ana", new SelectionTrigger(rest));
    assertThat(once(20, () -> executions.accept(request))).isInstanceOf(Acceptance.Accepted.class);
  }

  private static FileCount pending(long files) {
    return new FileCount(files, files * ManyRows.PENDING_BYTES);
  }

  private static FileCount live(long files) {
    return new FileCount(files, files * ManyRows.LIVE_BYTES);
  }

  /** Asks up to three times; the fastest answer counts. */
  private <T> T within(int seconds, Supplier<T> query) {
    var limit = limit(seconds);
    var fastest = Long.MAX_VALUE;
    T answer = null;
    for (int i = 0; i < 3 && fastest > limit.toNanos(); i++) {
      var start = System.nanoTime();
      answer = query.get();
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    assertThat(Duration.ofNanos(fastest)).isLessThan(limit);
    return answer;
  }

  private <T> T once(int seconds, Supplier<T> action) {
    var limit = limit(seconds);
    var start = System.nanoTime();
    var answer = action.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit);
    return answer;
  }

  private Duration limit(int seconds) {
    var start = System.nanoTime();
    jdbi.useHandle(
        handle -> {
          handle.select("SELECT * FROM file").mapToMap().forEach(row -> {});
          handle.select("SELECT * FROM file_copy").mapToMap().forEach(row -> {});
        });
    var read = Duration.ofNanos(System.nanoTime() - start).multipliedBy(READS_PER_SECOND);
    return (read.compareTo(LEAST_LIMIT) > 0 ? read : LEAST_LIMIT).multipliedBy(seconds);
  }
}
