package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.Status;
import org.datareload.landing.Deletion;
import org.datareload.landing.DeletionSql;
import org.datareload.landing.Deletions;
import org.datareload.landing.LandingZone;
import org.datareload.landing.Selection;
import org.datareload.store.QuirkyS3.Item;
import org.datareload.store.QuirkyS3.Quirk;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.Test;

/** What events say of objects is believed until the objects are planned. */
final class ToldObjectsTest extends QuirkyStoreContract {
  ToldObjectsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Override
  Map<String, String> settings() {
    return Map.of("reload.sweep.interval", "1h");
  }

  @Test
  void anEventThatSaysAllOfANewObjectCostsNoRequest() {
    var a = put("a.csv", "1");
    var b = put("b.csv", "22");
    var before = s3.count();

    tell(a, b);

    assertThat(s3.count()).isEqualTo(before);
    assertThat(orders.files("pending")).containsExactlyInAnyOrder("a.csv", "b.csv");
    assertThat(bytesPending()).isEqualTo(3);
    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "22"));
    assertThat(orders.newest().note()).isNull();
    assertThat(orders.files("superseded")).isEmpty();
    assertThat(s3.all(landing())).isEmpty();
    Invariants.quiet(orders);
  }

  @Test
  void theStoreIsAskedAboutAKeyThatWasUsedBefore() {
    tell(put("a.csv", "1"));
    reload();
    var before = s3.count("HeadObject");

    tell(put("a.csv", "2"));

    assertThat(s3.count("HeadObject")).isEqualTo(before + 1);
    assertThat(orders.files("pending")).containsExactly("a.csv");
  }

  @Test
  void nothingIsLoadedOfWhatAnEventToldWrongly() {
    put("there.csv", "1");
    tell(item("ghost.csv", "x"), item("there.csv", "another"));
    assertThat(orders.files("pending")).containsExactlyInAnyOrder("ghost.csv", "there.csv");

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);

    assertThat(orders.content()).isEqualTo(Map.of("there.csv", "1"));
    assertThat(orders.files("pending")).isEmpty();
    assertThat(orders.files("deleted")).containsExactly("ghost.csv");
    Invariants.quiet(orders);
  }

  @Test
  void aPersonsChoiceOfAFileThatAnEventToldWronglyFailsAndTheFileGoes() {
    tell(item("ghost.csv", "x"));

    assertThat(process("ghost.csv").status()).isEqualTo(Status.FAILED);

    assertThat(orders.newest().reason().text()).contains("ghost.csv vanished");
    assertThat(orders.files("pending")).isEmpty();
    Invariants.quiet(orders);
  }

  @Test
  void filesThatOnlyEventsToldOfAreNoLateFiles() {
    var real = item("late.csv", "2");
    put("a.csv", "1");
    onceCopied(
        () -> {
          put("late.csv", "2");
          tell(item("ghost.csv", "x"), real);
        });

    assertThat(reload().lateFiles()).isOne();

    assertThat(orders.files("pending")).containsExactly("late.csv");
  }

  @Test
  void aPersonDeletesNothingElseThanWhatTheEventTold() {
    tell(put("a.csv", "1"));
    tell(item("ghost.csv", "x"));
    put("a.csv", "another");
    var deletions =
        new Deletions(
            orders.jdbi().onDemand(DeletionSql.class),
            zones.store(),
            process.bean(LandingZone.class),
            landing());

    var done =
        (Deletion.Done)
            deletions.delete(orders.dataset(), new Selection.All(List.of(), null, 2), "ann");

    assertThat(done.deleted()).isOne();
    assertThat(done.failed()).hasSize(1);
    assertThat(s3.all(landing())).extracting(Item::text).containsExactly("another");
    assertThat(orders.files("deleted")).containsExactly("ghost.csv");
    assertThat(orders.files("pending")).containsExactly("a.csv");
    assertThat(bytesPending()).isEqualTo(7);
  }

  @Test
  void theStoreIsAskedWhereItsListingsHaveNoEtags() {
    process.close();
    s3.show(Quirk.LISTED_ETAG_ABSENT);
    zones = TestZones.of(s3, zones.zones());
    orders = new TestDataset(database, zones, "orders");
    process = TestProcess.working(database, zones, FaultPoint.OPEN, settings());
    put("a.csv", "1");
    tell(item("a.csv", "2"));

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1"));
  }

  @Test
  void theSameBytesThatLandLaterAreAnotherFile() {
    tell(put("a.csv", "1"), put("b.csv", "1"));
    s3.clockAhead(Duration.ofMinutes(1));
    onceCopied(() -> put("a.csv", "1"));

    assertThat(process("a.csv").status()).isEqualTo(Status.COMPLETED);

    assertThat(s3.all(landing())).extracting(Item::key).contains(orders.folder() + "a.csv");
    s3.remove(landing(), orders.folder() + "a.csv");
    onceCopied(() -> put("b.csv", "1"));
    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(s3.all(landing())).extracting(Item::key).containsExactly(orders.folder() + "b.csv");
    assertThat(orders.files("pending")).containsExactly("b.csv");
  }

  private void onceCopied(Runnable action) {
    s3.onCall(
        call -> {
          if (call.operation().equals("CopyObject")) {
            s3.onCall(other -> {});
            action.run();
          }
        });
  }

  private Execution process(String name) {
    var id =
        orders.rows(
            "SELECT id FROM file WHERE dataset_id = ? AND status = 'pending' AND name = ?",
            orders.dataset().id(),
            name);
    orders.accept(process, new SelectionTrigger(new Selection.Ids(List.copyOf(id))));
    return ended(orders);
  }

  private long bytesPending() {
    return orders.datasets().counts(orders.dataset().id()).of("pending").bytes();
  }

  private Item put(String name, String content) {
    return s3.put(landing(), orders.folder() + name, content);
  }

  /** An object that does not exist. */
  private Item item(String name, String content) {
    var elsewhere = zones.zones().lake();
    var item = s3.put(elsewhere, orders.folder() + name, content);
    s3.remove(elsewhere, item.key());
    return item;
  }

  private void tell(Item... items) {
    var event = orders.event(Arrays.stream(items).map(Item::key).toArray(String[]::new));
    for (var item : items) {
      event =
          event.replaceFirst(
              "\"size\":1,\"sequencer\"",
              "\"size\":%d,\"eTag\":\"%s\",\"sequence\""
                  .formatted(item.bytes().length, item.etag()));
    }
    receive(event);
  }
}
