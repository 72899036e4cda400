package org.datareload.publication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetExistsException;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.execution.LeaseSql;
import org.datareload.execution.Leases;
import org.datareload.store.ObjectRef;
import org.datareload.store.StoredObject;
import org.datareload.store.TestZones;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletions of datasets that are held up while others finish them and the names come again. */
final class DatasetDeletionsTest extends DatabaseContract {
  private final TestZones zones = new TestZones();
  private Datasets datasets;
  private DatasetDeletionSql sql;
  private DatasetDeletions datasetDeletions;

  DatasetDeletionsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openPurges() {
    datasets = new Datasets(jdbi.onDemand(DatasetSql.class));
    sql = jdbi.onDemand(DatasetDeletionSql.class);
    datasetDeletions = new DatasetDeletions(sql, zones.store(), zones.zones());
  }

  @Test
  void aStaleListLeavesAloneADatasetThatIsNewUnderItsName() {
    die(create("first"));
    die(create("second"));
    meanwhile(
        Operation.LIST,
        1,
        () -> {
          datasetDeletions.finish();
          create("second");
          fill("second");
        });

    datasetDeletions.finish();

    assertThat(standing("second")).isEqualTo(filled("second"));
    assertThat(zones.openUploads("sales/second/")).hasSize(1);
    assertThat(zones.openUploads("_trash/sales/second/")).hasSize(1);
  }

  @Test
  void aStaleWalkLeavesAloneADatasetThatIsNewUnderItsName() {
    for (var step = 1; step <= 3; step++) {
      for (var operation : List.of(Operation.LIST, Operation.LIST_UPLOADS)) {
        var name = "orders" + step + operation;
        var old = create(name);
        fill(name);
        die(old);
        meanwhile(
            operation,
            step,
            () -> {
              datasetDeletions.finish();
              create(name);
              fill(name);
            });

        datasetDeletions.finish();

        assertThat(standing(name)).as(name).isEqualTo(filled(name));
        assertThat(zones.openUploads("sales/" + name + "/")).as(name).hasSize(1);
        assertThat(zones.openUploads("_trash/sales/" + name + "/")).as(name).hasSize(1);
      }
    }
  }

  @Test
  void aStaleWalkDoesNotEndALaterDeletionOfTheName() {
    die(create("orders"));
    meanwhile(
        Operation.LIST_UPLOADS,
        3,
        () -> {
          datasetDeletions.finish();
          var second = create("orders");
          fill("orders");
          die(second);
        });

    datasetDeletions.finish();

    assertThatThrownBy(() -> create("orders")).isInstanceOf(DatasetExistsException.class);
    assertThat(standing("orders")).isEqualTo(filled("orders"));
    datasetDeletions.finish();
    assertThat(standing("orders")).isEmpty();
    assertThat(zones.openUploads("")).isEmpty();
    create("orders");
  }

  @Test
  void waitsForCleanUpThatIsUnderWay() {
    var orders = create("orders");
    jdbi.useHandle(
        handle ->
            handle.execute(
                """
                INSERT INTO execution (id, dataset_id, trigger_kind, started_by, status, finished_at,
                                       cleanup_at)
                VALUES ('E1', ?, 'process_files', 'ann', 'FAILED', CURRENT_TIMESTAMP,
                        CURRENT_TIMESTAMP - INTERVAL '1' SECOND)
                """,
                orders.id()));
    var leases = new Leases(jdbi.onDemand(LeaseSql.class), datasets, "p", Duration.ofMinutes(1));
    assertThat(leases.claimCleanup()).isNotNull();

    assertThat(datasetDeletions.delete(orders, true)).contains("clean-up").contains("try again");

    assertThat(datasets.findById(orders.id())).isPresent();
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE execution SET lease_until = CURRENT_TIMESTAMP - INTERVAL '1' SECOND"));
    assertThat(datasetDeletions.delete(orders, true)).isNull();
    assertThat(datasets.findById(orders.id())).isEmpty();
  }

  private Dataset create(String name) {
    var people = List.of("ann@example.org");
    return datasets.create(
        new NewDataset("sales", name, "csv", "reload", DatasetSettings.of(people)));
  }

  /** Deletes the dataset as by a process that dies before the first object has gone. */
  private void die(Dataset dataset) {
    assertThat(sql.delete(dataset, true)).isNull();
  }

  private void fill(String name) {
    for (var key : filled(name)) {
      zones.write(bucket(key), key, (name + System.nanoTime()).getBytes(UTF_8));
    }
    for (var prefix : List.of("", "_trash/")) {
      var ref = new ObjectRef(zones.zones().lake(), prefix + "sales/" + name + "/large.csv");
      zones.store().parts().open(ref, null).join();
    }
  }

  /** One key for each thing that can be lost. */
  private static List<String> filled(String name) {
    return List.of(
        "sales/" + name + "/upload_date=1700000000/ann/csv/a.csv",
        "sales/" + name + "/_manifest/current.json",
        "sales/" + name + "/upload_date=1700000000/ann/csv/X/a.csv",
        "_trash/sales/" + name + "/X/a.csv");
  }

  private String bucket(String key) {
    return key.endsWith("ann/csv/a.csv") ? zones.zones().landing() : zones.zones().lake();
  }

  private List<String> standing(String name) {
    return filled(name).stream()
        .filter(
            key ->
                zones.list(bucket(key), key).stream().map(StoredObject::key).anyMatch(key::equals))
        .toList();
  }

  /** Does something while the store answers such an operation for the nth time. */
  private void meanwhile(Operation operation, int nth, Runnable action) {
    var count = new AtomicInteger();
    zones
        .server()
        .intercept(
            Interceptor.before(
                call -> {
                  if (call.operation() == operation && count.incrementAndGet() == nth) {
                    action.run();
                  }
                }));
  }
}
