package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.datareload.dataset.Readers;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.Status;
import org.datareload.publication.Completions;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/** How long replaced objects stay, by the readers of their dataset. */
final class ReplacedContentTest extends ReloadContract {
  ReplacedContentTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Override
  Map<String, String> settings() {
    return Map.of("reload.retire.delay", "1h");
  }

  @Test
  void goesAtOnceWhereReadersListThePrefix() {
    load("old");

    load("new");

    assertThat(orders.lake()).hasSize(1);
    assertThat(orders.trashed(orders.newest().id())).isEqualTo(Map.of("a.csv", "old"));
    Invariants.quiet(orders);
  }

  @Test
  void staysForTheDelayWhereReadersReadTheManifest() {
    readBy(Readers.MANIFEST);
    load("1");
    load("2");
    var last = load("3");

    assertThat(orders.lake()).hasSize(3);
    assertThat(orders.trash()).isEmpty();
    assertThat(cleanUpIsDueWithin(last, "59")).isFalse();
    assertThat(cleanUpIsDueWithin(last, "61")).isTrue();

    orders.cleanUp(process);
    assertThat(orders.lake()).hasSize(1);
    assertThat(orders.trash()).hasSize(2);
    Invariants.quiet(orders);
  }

  @Test
  void goesSoonWhereReadersAreSwitchedToListing() {
    readBy(Readers.MANIFEST);
    load("1");
    load("2");
    load("3");

    readBy(Readers.LISTING);
    process.bean(Completions.class).endDelay(orders.dataset());
    process.send("direct:clean-up-executions", null);

    assertThat(orders.lake()).hasSize(1);
    assertThat(orders.trash()).hasSize(2);
    Invariants.quiet(orders);
  }

  @Test
  void goesSoonWhereReadersAreSwitchedToListingWhileItIsReplaced() {
    readBy(Readers.MANIFEST);
    load("old");
    beforeThe(
        isDelete(zones.zones().landing()),
        () -> {
          readBy(Readers.LISTING);
          process.bean(Completions.class).endDelay(orders.dataset());
        });
    load("new");
    assertThat(orders.lake()).hasSize(2);

    process.send("direct:clean-up-executions", null);

    assertThat(orders.lake()).hasSize(1);
    Invariants.quiet(orders);
  }

  @Test
  void staysWhereReadersAreSwitchedToTheManifestWhileItIsReplaced() {
    load("old");
    beforeThe(isCopy(), () -> readBy(Readers.MANIFEST));

    var last = load("new");

    assertThat(orders.lake()).hasSize(2);
    assertThat(cleanUpIsDueWithin(last, "59")).isFalse();
    orders.cleanUp(process);
    Invariants.quiet(orders);
  }

  @Test
  void staysForTheDelayWhereTheLandingZoneCannotBeCleared() {
    readBy(Readers.MANIFEST);
    load("old");
    zones
        .server()
        .intercept(
            Interceptor.before(
                call -> {
                  if (isDelete(zones.zones().landing()).test(call)) {
                    orders.expireRetirement();
                    throw ObservedStore.refusal(500, "InternalError", "broken");
                  }
                }));

    var last = load("new");

    assertThat(orders.lake()).hasSize(2);
    assertThat(cleanUpIsDueWithin(last, "59")).isFalse();
  }

  @Test
  void isRestoredWhileItIsStillInPlace() {
    readBy(Readers.MANIFEST);
    var first = load("1");
    load("2");

    orders.accept(process, new RestoreTrigger(first.id()));
    process.send("seda:run-execution", null);
    assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1"));
    assertThat(orders.lake()).hasSize(3);
    orders.cleanUp(process);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1"));
    assertThat(orders.lake()).hasSize(1);
    Invariants.quiet(orders);
  }

  @Test
  void onlyWhatTheStoreRefusesToDeleteIsTriedAgain() {
    orders.put("b.csv", "old");
    orders.put("c.csv", "old");
    load("old");
    var tried = new ConcurrentLinkedQueue<String>();
    refuseToDelete("/b.csv", tried);
    zones.write(zones.zones().landing(), orders.folder() + "_hidden.csv", new byte[1]);

    var done = load("new");

    assertThat(tried).hasSize(3);
    assertThat(done.notRemoved()).isEqualTo(1);
    assertThat(done.note()).contains("_hidden.csv").contains("refuses to delete replaced objects");

    tried.clear();
    var copies = zones.server().count(Operation.COPY);
    orders.cleanUp(process);

    assertThat(tried).isNotEmpty().allMatch(key -> key.endsWith("/b.csv"));
    assertThat(zones.server().count(Operation.COPY)).isEqualTo(copies);
    assertThat(orders.newest().notRemoved()).isEqualTo(1);
    assertThat(orders.newest().note()).isEqualTo(done.note());

    before(call -> {});
    orders.cleanUp(process);

    assertThat(orders.lake()).hasSize(1);
    assertThat(orders.trash()).hasSize(3);
    assertThat(orders.newest().notRemoved()).isZero();
    assertThat(orders.newest().note()).contains("_hidden.csv").doesNotContain("refuses");
    Invariants.always(orders);
  }

  @Test
  void whatTheStoreRefusesToDeleteIsCountedOnceHoweverOftenTheStepIsRepeated() {
    load("old");
    var broken = new AtomicBoolean(true);
    before(
        call -> {
          if (broken.get() && isDelete(zones.zones().landing()).test(call)) {
            throw ObservedStore.refusal(500, "InternalError", "broken");
          }
          refuse(call, "/a.csv", new ConcurrentLinkedQueue<>());
        });
    orders.put("a.csv", "new");
    receive(orders.trigger());
    await()
        .until(
            () -> {
              orders.expireLeases();
              return orders.newest().attempts() > 2;
            });
    broken.set(false);
    orders.expireLeases();

    var done = ended(orders);

    assertThat(done.status()).isEqualTo(Status.COMPLETED);
    assertThat(done.notRemoved()).isEqualTo(1);
    assertThat(done.note()).containsOnlyOnce("refuses to delete");
  }

  private void refuseToDelete(String name, Queue<String> tried) {
    before(call -> refuse(call, name, tried));
  }

  /** Refuses to delete objects of this name in the lake; batches are not known. */
  private void refuse(Call call, String name, Queue<String> tried) {
    if (call.operation() == Operation.DELETE_BATCH) {
      throw ObservedStore.refusal(501, "NotImplemented", "no batches");
    }
    if (isDelete(zones.zones().lake()).test(call)) {
      tried.add(call.key());
      if (call.key().endsWith(name)) {
        throw ObservedStore.refusal(403, "AccessDenied", "no right to delete");
      }
    }
  }

  private Execution load(String content) {
    orders.put("a.csv", content);
    var done = reload();
    assertThat(done.status()).as("%s", done.reason()).isEqualTo(Status.COMPLETED);
    return done;
  }

  private void readBy(Readers readers) {
    orders.change(settings -> settings.withReaders(readers));
  }

  private boolean cleanUpIsDueWithin(Execution execution, String minutes) {
    return !orders
        .rows(
            "SELECT id FROM execution WHERE id = ? AND cleanup_at < finished_at + INTERVAL '"
                + minutes
                + "' MINUTE",
            execution.id())
        .isEmpty();
  }
}
