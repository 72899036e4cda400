package org.datareload.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.Status;
import org.datareload.testing.DrivenContract;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/** Objects in the lake that are not as they were published when they are replaced. */
final class UnexpectedObjectsTest extends DrivenContract {
  private static final Map<String, String> OLD = Map.of("a.csv", "old", "b.csv", "old");

  UnexpectedObjectsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void keepsAndRestoresTheSameBytesUnderAnotherETag() {
    var first = load("old");
    // As where each copy of the same bytes gets its own ETag.
    orders.execute("UPDATE file_copy SET target_etag = 'of-an-earlier-copy'");

    var second = load("new");

    assertThat(orders.trashed(second.id())).isEqualTo(OLD);
    restore(first);
    assertThat(orders.content()).isEqualTo(OLD);
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void keepsForeignBytesButDoesNotRestoreThem() {
    var first = load("old");
    put(first, "foreign bytes");

    var second = load("new");

    assertThat(orders.trashed(second.id()))
        .isEqualTo(Map.of("a.csv", "foreign bytes", "b.csv", "old"));
    restore(first);
    assertThat(orders.newest().reason().code()).isEqualTo("not_in_trash");
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "new", "b.csv", "new"));
  }

  @Test
  void retiresTheRestIfAnObjectWasRemoved() {
    var first = load("old");
    zones.store().delete(zones.zones().lake(), List.of(key(first))).join();

    var second = load("new");

    assertThat(orders.trashed(second.id())).isEqualTo(Map.of("b.csv", "old"));
    assertThat(orders.lake()).hasSize(2);
  }

  @Test
  void retiresAnObjectWithoutTrashIfItsKeyWouldBeTooLongThere() {
    orders.execute("UPDATE dataset SET replaced = 'delete'");
    orders.put("x".repeat(1024 - orders.folder().length() - 27), "long");
    load("old");
    orders.execute("UPDATE dataset SET replaced = 'trash'");

    var second = load("new");

    assertThat(orders.trashed(second.id())).isEqualTo(OLD);
    assertThat(orders.lake()).hasSize(2);
  }

  @Test
  void deletesACopyThatTheStoreFinishesAfterItsKeyWasRetired() {
    var first = load("old");
    load("new");
    put(first, "old");

    orders.cleanUp(process);

    assertThat(orders.lake()).hasSize(2);
    Invariants.quiet(orders);
  }

  @Test
  void schedulesNoCleanUpIfNothingWasReplaced() {
    load("first");

    assertThat(orders.rows("SELECT id FROM execution WHERE cleanup_at IS NOT NULL")).isEmpty();
  }

  private void put(Execution execution, String content) {
    zones.put(zones.zones().lake(), key(execution), content.getBytes(UTF_8));
  }

  private String key(Execution execution) {
    return orders.folder() + execution.id() + "/a.csv";
  }

  private Execution load(String content) {
    return orders.load(process, content, "a.csv", "b.csv");
  }

  private void restore(Execution execution) {
    orders.accept(process, new RestoreTrigger(execution.id()));
    process.drive();
  }
}
