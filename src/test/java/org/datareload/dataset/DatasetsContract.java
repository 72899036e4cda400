package org.datareload.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class DatasetsContract extends DatabaseContract {
  private Datasets datasets;

  DatasetsContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openDatasets() {
    datasets = new Datasets(jdbi.onDemand(DatasetSql.class));
  }

  @Test
  void findsWhatItCreated() {
    var created = datasets.create(wish("sales", "orders"));

    assertThat(created.name()).hasToString("sales/orders");
    assertThat(created.notifyTo()).containsExactly("ann@example.org", "bob@example.org");
    assertThat(created.generation()).isZero();
    assertThat(created.liveExecution()).isNull();
    assertThat(datasets.find(created.name())).contains(created);
    assertThat(datasets.findById(created.id())).contains(created);
  }

  @Test
  void beginsWithAZeroOfEachStatus() {
    var created = datasets.create(wish("sales", "orders"));

    assertThat(datasets.counts(created.id()).byStatus())
        .containsOnlyKeys("pending", "processing", "completed", "deleted", "superseded")
        .allSatisfy((status, count) -> assertThat(count).isEqualTo(FileCount.NONE));
  }

  @Test
  void refusesATakenNameAndGoesOnWorking() {
    datasets.create(wish("sales", "orders"));

    assertThatThrownBy(() -> datasets.create(wish("sales", "orders")))
        .isInstanceOf(DatasetExistsException.class);
    assertThatThrownBy(() -> datasets.create(wish("Sales", "ORDERS")))
        .isInstanceOf(DatasetExistsException.class)
        .hasMessageContaining("Sales/ORDERS");
    assertThat(datasets.find(new DatasetName("Sales", "ORDERS"))).isEmpty();
    assertThat(datasets.create(wish("sales", "returns"))).isNotNull();
  }

  @Test
  void createsANameOnceForManyAtATime() throws Exception {
    var pool = Executors.newFixedThreadPool(8);
    List<Future<Dataset>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(pool.submit(() -> datasets.create(wish("sales", "orders"))));
    }
    int created = 0;
    for (var one : all) {
      try {
        one.get();
        created++;
      } catch (java.util.concurrent.ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(DatasetExistsException.class);
      }
    }
    pool.shutdown();

    assertThat(created).isEqualTo(1);
    assertThat(datasets.page(null, 10)).hasSize(1);
  }

  @Test
  void pagesByName() {
    for (var name : List.of("zzz", "Bbb", "aaa", "ccc")) {
      datasets.create(wish("sales", name));
    }
    datasets.create(wish("People", "staff"));

    var first = datasets.page(null, 3);
    var second = datasets.page(first.get(2).name(), 3);

    assertThat(first)
        .extracting(dataset -> dataset.name().toString())
        .containsExactly("People/staff", "sales/aaa", "sales/Bbb");
    assertThat(second)
        .extracting(dataset -> dataset.name().toString())
        .containsExactly("sales/ccc", "sales/zzz");
  }

  @Test
  void changesTheSettings() {
    var created = datasets.create(wish("sales", "orders"));

    var changed = datasets.update(created.id(), List.of("eve@example.org"), "new", true);

    assertThat(changed).isEqualTo(datasets.findById(created.id())).isPresent();
    assertThat(changed.get().notifyTo()).containsExactly("eve@example.org");
    assertThat(changed.get().description()).isEqualTo("new");
    assertThat(changed.get().skipTrash()).isTrue();
    assertThat(datasets.update("none", List.of("eve@example.org"), "", true)).isEmpty();
    assertThatThrownBy(() -> datasets.update(created.id(), List.of(), "", true))
        .isInstanceOf(InvalidFieldsException.class);
  }

  private static NewDataset wish(String domain, String name) {
    var people = List.of("ann@example.org", "bob@example.org");
    return new NewDataset(domain, name, "csv", "reload", null, people, false);
  }
}
