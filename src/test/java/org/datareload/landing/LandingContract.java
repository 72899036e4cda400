package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.NewDataset;
import org.datareload.store.StoredObject;
import org.datareload.store.TestStore;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;

/**
 * A landing zone with one dataset, sales/orders of type csv. Each test class runs once on H2 and
 * once on PostgreSQL.
 */
abstract class LandingContract extends DatabaseContract {
  static final String FOLDER = "sales/orders/upload_date=1700000000/ann/csv/";

  TestStore s3;
  Datasets datasets;
  LandingFiles files;
  FilePages pages;
  LandingProblems problems;
  Notifications notifications;
  LandingZone landingZone;
  Sweeps sweeps;
  Dataset orders;

  LandingContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openLandingZone() {
    s3 = new TestStore();
    datasets = new Datasets(jdbi.onDemand(DatasetSql.class));
    files = new LandingFiles(jdbi.onDemand(LandingFileSql.class), s3.store(), s3.bucket());
    pages = new FilePages(jdbi.onDemand(FilePageSql.class));
    problems = new LandingProblems(jdbi.onDemand(LandingProblemSql.class));
    notifications = new Notifications(s3.bucket());
    landingZone = new LandingZone(datasets, files, problems, s3.store(), s3.bucket());
    sweeps = new Sweeps(landingZone, files, problems, s3.store(), s3.bucket());
    orders = create("orders");
  }

  Dataset create(String name) {
    var people = List.of("ann@example.org");
    return datasets.create(
        new NewDataset("sales", name, "csv", "reload", DatasetSettings.of(people)));
  }

  /** What a whole sweep does, before its triggers are accepted. */
  List<LandedObject> sweep() {
    var triggers = new ArrayList<>(sweeps.list());
    triggers.addAll(sweeps.recheck());
    return triggers;
  }

  StoredObject put(String key, String content) {
    return s3.put(key, content);
  }

  List<LandingFile> all() {
    return pages.page(new FileSearch(orders.id(), null, null), null, 10_000);
  }

  LandingFile only() {
    assertThat(all()).hasSize(1);
    return all().get(0);
  }

  /** Sets the status of a file as an execution does. */
  void setStatus(LandingFile file, FileStatus status) {
    var size = file.object().size();
    var move = "UPDATE file_count SET files = files + ?, bytes = bytes + ? WHERE status = ?";
    jdbi.useTransaction(
        handle -> {
          handle.execute("UPDATE file SET status = ? WHERE id = ?", status.word(), file.id());
          handle.execute(move, -1, -size, file.status().word());
          handle.execute(move, 1, size, status.word());
        });
  }

  String landedKey(LandingFile file) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT landed_key FROM file WHERE id = :id")
                .bind("id", file.id())
                .mapTo(String.class)
                .findOne()
                .orElse(null));
  }

  void assertCountsMatchRows(Dataset dataset) {
    Map<String, FileCount> counted =
        pages.page(new FileSearch(dataset.id(), null, null), null, 1_000_000).stream()
            .collect(
                Collectors.toMap(
                    file -> file.status().word(),
                    file -> new FileCount(1, file.object().size()),
                    (a, b) -> new FileCount(a.files() + b.files(), a.bytes() + b.bytes())));
    var counts = datasets.counts(dataset.id());
    for (var status : FileStatus.values()) {
      assertThat(counts.of(status.word()))
          .as(status.word())
          .isEqualTo(counted.getOrDefault(status.word(), new FileCount(0, 0)));
    }
  }
}
