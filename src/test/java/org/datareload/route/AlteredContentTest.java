package org.datareload.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.Executions;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Live objects that are no longer those that were published, when they are replaced. */
final class AlteredContentTest {
  private final TestDatabase database = TestDatabases.h2();
  private final TestZones zones = new TestZones();
  private final TestDataset orders = new TestDataset(database, zones, "orders", false);
  private final TestProcess process = TestProcess.driven(database, zones, FaultPoint.OPEN);

  @AfterEach
  void close() {
    process.close();
    database.close();
  }

  @Test
  void keepsAndRestoresTheSameBytesUnderAnotherETag() {
    var first = load("old");
    alterETags();

    var second = load("new");

    var kept = Map.of("a.csv", "old", "b.csv", "old");
    assertThat(orders.trashed(second)).isEqualTo(kept);
    restore(first);
    assertThat(orders.content()).isEqualTo(kept);
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void keepsWhatSomebodyWroteOverTheContentAndDoesNotRestoreIt() {
    var first = load("old");
    zones.put(zones.zones().lake(), key(first), "foreign bytes".getBytes(UTF_8));

    var second = load("new");

    assertThat(orders.trashed(second)).isEqualTo(Map.of("a.csv", "foreign bytes", "b.csv", "old"));
    restore(first);
    assertThat(orders.newest().reason().code()).isEqualTo("not_in_trash");
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "new", "b.csv", "new"));
  }

  @Test
  void retiresTheRestWhereAnObjectWasRemoved() {
    var first = load("old");
    zones.store().delete(zones.zones().lake(), List.of(key(first))).join();

    var second = load("new");

    assertThat(orders.trashed(second)).isEqualTo(Map.of("b.csv", "old"));
    assertThat(orders.lake()).hasSize(2);
  }

  @Test
  void retiresWithoutATrashWhatWouldHaveTooLongAKeyThere() {
    orders.jdbi().useHandle(h -> h.execute("UPDATE dataset SET skip_trash = TRUE"));
    var name = "x".repeat(1024 - orders.folder().length() - 27);
    orders.put(name, "long");
    load("old");
    orders.jdbi().useHandle(h -> h.execute("UPDATE dataset SET skip_trash = FALSE"));

    var second = load("new");

    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.trashed(second)).isEqualTo(Map.of("a.csv", "old", "b.csv", "old"));
    assertThat(orders.lake()).hasSize(2);
  }

  /** As where each copy of the same bytes gets an ETag of its own. */
  private void alterETags() {
    orders
        .jdbi()
        .useHandle(h -> h.execute("UPDATE file_copy SET target_etag = 'of-a-copy-before'"));
  }

  private String key(String execution) {
    return orders.folder() + execution + "/a.csv";
  }

  private String load(String content) {
    orders.put("a.csv", content);
    orders.put("b.csv", content);
    process.send("direct:accept-notification", orders.trigger());
    process.drive();
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    return orders.newest().id();
  }

  private void restore(String execution) {
    process
        .bean(Executions.class)
        .accept(new ExecutionRequest(orders.dataset().id(), "bob", new RestoreTrigger(execution)));
    process.drive();
  }
}
