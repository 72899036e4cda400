package org.datareload.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.store.StoredObject;
import org.datareload.store.TestZones;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Emptying the trash of many datasets, some of which hold it up. */
final class TrashTest extends DatabaseContract {
  private final TestZones zones = new TestZones();
  private Datasets datasets;
  private TestProcess process;

  TrashTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openTrash() {
    datasets = new Datasets(jdbi.onDemand(DatasetSql.class));
    process = TestProcess.driven(database, zones, FaultPoint.OPEN);
  }

  @AfterEach
  void closeProcess() {
    process.close();
  }

  private void emptyTrash() {
    process.send("direct:empty-trash", null);
  }

  @Test
  void aRefusalHoldsUpNoOtherContent() {
    var first = create("first");
    trash(first, "E1");
    var second = create("second");
    trash(second, "E2");
    var refused = new AtomicBoolean();
    zones
        .server()
        .intercept(
            Interceptor.before(
                call -> {
                  if (call.operation() == Operation.DELETE_BATCH
                      && refused.compareAndSet(false, true)) {
                    throw ObservedStore.refusal(403, "AccessDenied", "no right");
                  }
                }));

    emptyTrash();

    assertThat(refused).isTrue();
    assertThat(trashed()).containsExactly("_trash/sales/first/E1-next/a.csv");
    emptyTrash();
    assertThat(trashed()).isEmpty();
  }

  @Test
  void contentThatStaysHoldsUpNoOtherHoweverMuchThereIs() {
    var running = create("running");
    trash(running, "A000");
    for (var number = 0; number < 100; number++) {
      retire(running, "A" + (100 + number));
    }
    execution(running, "A999");
    var idle = create("idle");
    trash(idle, "B1");
    jdbi.useHandle(
        handle ->
            handle.execute("UPDATE execution SET active_dataset = dataset_id WHERE id = 'A999'"));

    emptyTrash();

    assertThat(trashed()).containsExactly("_trash/sales/running/A000-next/a.csv");
    jdbi.useHandle(handle -> handle.execute("UPDATE execution SET active_dataset = NULL"));
    emptyTrash();
    assertThat(trashed()).isEmpty();
  }

  /** Else one process would list and delete the same page for ever. */
  @Test
  @Timeout(120)
  void aStoreThatListsWhatItDeletedHoldsUpNoOtherContent() {
    var first = create("first");
    trash(first, "E1");
    var second = create("second");
    trash(second, "E2");
    var key = "_trash/sales/first/E1-next/a.csv";
    zones
        .server()
        .intercept(
            Interceptor.before(
                call -> {
                  if (call.operation() == Operation.LIST) {
                    zones.write(zones.zones().lake(), key, new byte[1]);
                  }
                }));

    emptyTrash();

    zones.server().intercept(Interceptor.NONE);
    assertThat(trashed()).containsExactly(key);
    emptyTrash();
    assertThat(trashed()).isEmpty();
  }

  private String create(String name) {
    var people = List.of("ann@example.org");
    return datasets
        .create(new NewDataset("sales", name, "csv", "reload", DatasetSettings.of(people)))
        .id();
  }

  /** An execution whose content another one replaced eight days ago. */
  private void retire(String dataset, String id) {
    execution(dataset, id);
    execution(dataset, id + "-next");
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE execution SET retired_to = 'trash', retired_by = ? WHERE id = ?",
                id + "-next",
                id));
  }

  /** The same with an object of that content in the trash. */
  private void trash(String dataset, String id) {
    retire(dataset, id);
    var prefix = datasets.findById(dataset).orElseThrow().name().prefix();
    zones.write(zones.zones().lake(), "_trash/" + prefix + id + "-next/a.csv", new byte[1]);
  }

  private void execution(String dataset, String id) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                """
                INSERT INTO execution (id, dataset_id, trigger_kind, started_by, status, finished_at)
                VALUES (?, ?, 'process_files', 'ann', 'COMPLETED',
                        CURRENT_TIMESTAMP - INTERVAL '8' DAY)
                """,
                id,
                dataset));
  }

  private List<String> trashed() {
    return zones.list(zones.zones().lake(), "_trash/").stream().map(StoredObject::key).toList();
  }
}
