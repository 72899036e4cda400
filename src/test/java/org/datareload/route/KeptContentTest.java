package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.datareload.dataset.Replaced;
import org.datareload.publication.Completions;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replaced content of a dataset that keeps it in place. */
final class KeptContentTest extends InPlaceContract {
  KeptContentTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void keepReplacedContent() {
    orders.change(settings -> settings.withReplaced(Replaced.KEEP));
  }

  @Override
  void lose(String key) {
    zones.store().delete(zones.zones().lake(), List.of(key)).join();
  }

  @Test
  void staysInPlace() {
    load("1");
    load("2");

    orders.cleanUp(process);

    assertThat(orders.lake()).hasSize(4);
    Invariants.quiet(orders);
  }

  @Test
  void goesWithTheNextCleanUpWhereTheDatasetNoLongerKeepsIt() {
    load("1");
    load("2");
    orders.change(settings -> settings.withReplaced(Replaced.DELETE));
    load("3");
    assertThat(orders.lake()).hasSize(4);

    orders.cleanUp(process);

    assertThat(orders.lake()).hasSize(2);
    assertThat(orders.trash()).isEmpty();
    Invariants.quiet(orders);
  }

  @Test
  void goesToTheTrashWhenTheDatasetNoLongerKeepsIt() {
    var first = load("1");
    load("2");
    var restored = restore(first);
    load("3");
    orders.change(settings -> settings.withReplaced(Replaced.TRASH));

    process.bean(Completions.class).endKeep(orders.dataset());
    process.send("direct:clean-up-executions", null);

    assertThat(orders.lake()).hasSize(2);
    assertThat(orders.trash()).hasSize(4);
    Invariants.quiet(orders);
    restore(restored);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
    Invariants.quiet(orders);
  }

  @Test
  void isDeletedWhenTheDatasetDeletesWhatIsReplaced() {
    load("1");
    load("2");
    orders.cleanUp(process);
    orders.change(settings -> settings.withReplaced(Replaced.DELETE));

    process.bean(Completions.class).endKeep(orders.dataset());
    process.send("direct:clean-up-executions", null);

    assertThat(orders.lake()).hasSize(2);
    assertThat(orders.trash()).isEmpty();
    Invariants.quiet(orders);
  }

  @Test
  void staysWhereTheDatasetKeepsIt() {
    load("1");
    load("2");

    process.bean(Completions.class).endKeep(orders.dataset());
    process.send("direct:clean-up-executions", null);

    assertThat(orders.lake()).hasSize(4);
    Invariants.quiet(orders);
  }

  @Test
  void isCopiedToTheTrashAndBackAfterItWasRestoredInPlace() {
    var first = load("1");
    load("2");
    var restored = restore(first);
    orders.change(settings -> settings.withReplaced(Replaced.TRASH));
    load("3");
    assertThat(orders.trash()).hasSize(2);

    restore(restored);

    assertThat(orders.content()).containsValue("1").doesNotContainValue("3");
    assertThat(keys()).allMatch(key -> key.contains("/" + orders.newest().id() + "/"));
    Invariants.quiet(orders);
  }
}
