package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.Leases;
import org.datareload.execution.Status;
import org.datareload.publication.DatasetDeletionSql;
import org.datareload.publication.DatasetDeletions;
import org.datareload.store.StoredObject;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/** Replaced content that is restored at the keys where it has been, without a copy. */
abstract class InPlaceContract extends ReloadContract {
  InPlaceContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  /** Deletes an object of replaced content for good. */
  abstract void lose(String key);

  @Test
  void isRestoredWithoutACopy() {
    var first = load("1");
    var keys = keys();
    var second = load("2");
    assertThat(orders.trash()).isEmpty();
    var copies = zones.server().count(Operation.COPY);

    var restored = restore(first);

    assertThat(restored.status()).as("%s", restored.reason()).isEqualTo(Status.COMPLETED);
    assertThat(zones.server().count(Operation.COPY)).isEqualTo(copies);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
    assertThat(keys()).isEqualTo(keys);
    assertThat(restored.copied().files()).isEqualTo(2);
    Invariants.quiet(orders);

    assertThat(restore(second).status()).isEqualTo(Status.COMPLETED);
    assertThat(restore(restored).status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
    assertThat(keys()).isEqualTo(keys);
    Invariants.quiet(orders);
  }

  @Test
  void belongsToTheExecutionThatRestoredIt() {
    var first = load("1");
    load("2");
    var restored = restore(first);

    assertThat(restore(first).reason().code()).isEqualTo("not_in_trash");

    load("3");
    assertThat(restore(first).reason().code()).isEqualTo("not_in_trash");
    assertThat(restore(restored).status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
    Invariants.quiet(orders);
  }

  @Test
  void staysThroughAllCleanUp() {
    var first = load("1");
    load("2");
    restore(first);

    orders.cleanUp(process);

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
    Invariants.quiet(orders);
  }

  @Test
  void expires() {
    var first = load("1");
    load("2");
    var restored = restore(first);
    load("3");
    orders.cleanUp(process);
    age();

    process.send("direct:empty-trash", null);

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "3", "b.csv", "3"));
    assertThat(orders.lake()).hasSize(2);
    assertThat(zones.deleted(zones.zones().lake(), orders.prefix() + "upload_date=")).isEmpty();
    assertThat(restore(restored).reason().code()).isEqualTo("not_in_trash");
    Invariants.quiet(orders);
  }

  @Test
  void doesNotExpireWhileItIsLive() {
    var first = load("1");
    load("2");
    restore(first);
    orders.cleanUp(process);
    age();

    process.send("direct:empty-trash", null);

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
    assertThat(orders.lake()).hasSize(2);
  }

  @Test
  void isNotRestoredOnceItsDeletionHasBegun() {
    var first = load("1");
    load("2");
    orders.cleanUp(process);
    age();
    var refused = new AtomicBoolean(true);
    before(
        call -> {
          if (refused.get() && isDelete(zones.zones().lake()).test(call)) {
            throw ObservedStore.refusal(403, "AccessDenied", "no right to delete");
          }
        });
    process.send("direct:empty-trash", null);

    assertThat(restore(first).reason().code()).isEqualTo("not_in_trash");

    refused.set(false);
    process.send("direct:empty-trash", null);
    assertThat(orders.lake()).hasSize(2);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "2", "b.csv", "2"));
    Invariants.quiet(orders);
  }

  @Test
  void isAsItWasAfterAnExecutionThatCouldNotRestoreIt() {
    var first = load("1");
    var lost = keys().get(1);
    load("2");
    var lake = orders.lake();
    lose(lost);

    var failed = restore(first);

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().code()).isEqualTo("not_whole");
    assertThat(failed.reason().text()).contains("b.csv");
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "2", "b.csv", "2"));
    orders.cleanUp(process);
    assertThat(orders.lake()).hasSizeLessThanOrEqualTo(lake.size()).containsAll(live());
    assertThat(live()).hasSize(2);
  }

  @Test
  void isRestoredAfterAnExecutionThatCouldNotRestoreItAndItsCleanUp() {
    var first = load("1");
    load("2");
    var broken = new AtomicBoolean(true);
    before(
        call -> {
          if (broken.get()
              && call.bucket().equals(zones.zones().lake())
              && (call.operation() == Operation.LIST
                  || call.operation() == Operation.LIST_VERSIONS)) {
            throw ObservedStore.refusal(403, "AccessDenied", "no right to list");
          }
        });
    assertThat(restore(first).status()).isEqualTo(Status.FAILED);
    broken.set(false);

    assertThat(restore(first).status()).isEqualTo(Status.COMPLETED);
    orders.cleanUp(process);

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
    Invariants.quiet(orders);
  }

  @Test
  void isRestoredOnceNoProcessCleansUp() {
    var first = load("1");
    load("2");
    orders.makeCleanUpDue();
    var leases = process.bean(Leases.class);
    var cleaning = leases.claimCleanup();

    orders.accept(process, new RestoreTrigger(first.id()));
    process.send("seda:run-execution", null);
    await()
        .until(
            () ->
                orders.newest().note() != null
                    && orders.newest().note().contains("clean-up after"));
    assertThat(orders.newest().status()).isEqualTo(Status.ACCEPTED);
    leases.release(cleaning);

    assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
  }

  @Test
  void isRestoredDirectlyAfterACleanUp() {
    var first = load("1");
    load("2");
    orders.makeCleanUpDue();
    process.send("direct:clean-up-executions", null);

    var restored = restore(first);

    assertThat(restored.status()).isEqualTo(Status.COMPLETED);
    assertThat(restored.attempts()).isOne();
  }

  @Test
  void goesWithItsDataset() {
    var first = load("1");
    load("2");
    restore(first);

    var sql = jdbi.onDemand(DatasetDeletionSql.class);
    var deletions = new DatasetDeletions(sql, zones.store(), zones.zones());
    assertThat(deletions.delete(orders.dataset(), true)).isNull();

    assertThat(zones.list(zones.zones().lake(), orders.prefix())).isEmpty();
    assertThat(zones.versions(zones.zones().lake()))
        .noneMatch(key -> key.startsWith(orders.prefix() + "upload_date="));
  }

  final Execution load(String content) {
    orders.put("a.csv", content);
    orders.put("b.csv", content);
    var done = reload();
    assertThat(done.status()).as("%s", done.reason()).isEqualTo(Status.COMPLETED);
    return done;
  }

  final Execution restore(Execution earlier) {
    orders.accept(process, new RestoreTrigger(earlier.id()));
    process.send("seda:run-execution", null);
    return ended(orders);
  }

  /** The keys of the live objects, in their order. */
  final List<String> keys() {
    return orders.rows(
        "SELECT target_key FROM file_copy WHERE execution_id = ? ORDER BY target_key",
        orders.dataset().liveExecution());
  }

  private List<StoredObject> live() {
    var keys = keys();
    return orders.lake().stream().filter(object -> keys.contains(object.key())).toList();
  }

  @Test
  void staysWhereTheDatabaseWasSetBack() {
    load("1");
    load("2");
    orders.cleanUp(process);
    age();
    orders.execute("UPDATE dataset SET generation = 1");
    var kept = zones.versions(zones.zones().lake());

    process.send("direct:empty-trash", null);

    assertThat(zones.versions(zones.zones().lake())).isEqualTo(kept);
  }

  final void age() {
    orders.execute("UPDATE execution SET finished_at = finished_at - INTERVAL '8' DAY");
  }
}
