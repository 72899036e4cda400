package org.datareload.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatasetsTest extends DatabaseContract {
  private Datasets datasets;

  DatasetsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openDatasets() {
    datasets = new Datasets(jdbi.onDemand(DatasetSql.class));
  }

  @Test
  void findsACreatedDataset() {
    var created = datasets.create(request("sales", "orders"));

    assertThat(created.name()).hasToString("sales/orders");
    assertThat(created.notifyTo()).containsExactly("ann@example.org", "bob@example.org");
    assertThat(created.settle()).isNull();
    assertThat(created.readers()).isEqualTo(Readers.LISTING);
    assertThat(created.generation()).isZero();
    assertThat(created.liveExecution()).isNull();
    assertThat(datasets.find(created.name())).contains(created);
    assertThat(datasets.findById(created.id())).contains(created);
  }

  @Test
  void startsWithCountersOfZero() {
    var created = datasets.create(request("sales", "orders"));

    assertThat(datasets.counts(created.id()).byStatus())
        .containsOnlyKeys("pending", "processing", "completed", "deleted", "superseded")
        .allSatisfy((status, count) -> assertThat(count).isEqualTo(FileCount.NONE));
  }

  @Test
  void refusesANameThatExistsInAnyCase() {
    datasets.create(request("sales", "orders"));

    assertThatThrownBy(() -> datasets.create(request("sales", "orders")))
        .isInstanceOf(DatasetExistsException.class);
    assertThatThrownBy(() -> datasets.create(request("Sales", "ORDERS")))
        .isInstanceOf(DatasetExistsException.class)
        .hasMessageContaining("Sales/ORDERS");
    assertThat(datasets.find(new DatasetName("Sales", "ORDERS"))).isEmpty();
    assertThat(datasets.create(request("sales", "returns"))).isNotNull();
  }

  @Test
  void createsOneDatasetForConcurrentRequests() throws Exception {
    var pool = Executors.newFixedThreadPool(8);
    List<Future<Dataset>> requests = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      requests.add(pool.submit(() -> datasets.create(request("sales", "orders"))));
    }
    int created = 0;
    for (var request : requests) {
      try {
        request.get();
        created++;
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(DatasetExistsException.class);
      }
    }
    pool.shutdown();

    assertThat(created).isEqualTo(1);
    assertThat(datasets.page(Visible.ALL, null, 10)).hasSize(1);
  }

  @Test
  void listsPagesByName() {
    for (var name : List.of("zzz", "Bbb", "aaa", "ccc")) {
      datasets.create(request("sales", name));
    }
    datasets.create(request("People", "staff"));

    var first = datasets.page(Visible.ALL, null, 3);
    var second = datasets.page(Visible.ALL, first.get(2).name(), 3);

    assertThat(first)
        .extracting(dataset -> dataset.name().toString())
        .containsExactly("People/staff", "sales/aaa", "sales/Bbb");
    assertThat(second)
        .extracting(dataset -> dataset.name().toString())
        .containsExactly("sales/ccc", "sales/zzz");
  }

  @Test
  void changesSettings() {
    var created = datasets.create(request("sales", "orders"));

    var settings =
        new DatasetSettings(
            "new",
            List.of("eve@example.org"),
            Replaced.KEEP,
            Duration.ofMillis(2500),
            Readers.MANIFEST);
    var changed = datasets.update(created.id(), before -> settings);

    assertThat(changed).isEqualTo(datasets.findById(created.id())).isPresent();
    assertThat(changed.get().settings()).isEqualTo(settings);
    assertThat(datasets.update(created.id(), before -> created.settings()).get().settings())
        .isEqualTo(created.settings());
    assertThat(datasets.update("none", before -> settings)).isEmpty();
    assertThatThrownBy(
            () -> datasets.update(created.id(), before -> before.withNotifyTo(List.of())))
        .isInstanceOf(InvalidFieldsException.class);
  }

  private static NewDataset request(String domain, String name) {
    var notify = List.of("ann@example.org", "bob@example.org");
    return new NewDataset(domain, name, "csv", "reload", DatasetSettings.of(notify));
  }
}
