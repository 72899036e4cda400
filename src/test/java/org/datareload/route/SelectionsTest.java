package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.datareload.dataset.Replaced;
import org.datareload.execution.Acceptance;
import org.datareload.execution.Acceptance.Accepted;
import org.datareload.execution.Acceptance.Busy;
import org.datareload.execution.Acceptance.SelectionChanged;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.ExecutionRequest.Trigger;
import org.datareload.execution.Status;
import org.datareload.landing.Selection;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.junit.jupiter.api.Test;

/** Executions that a user starts: of chosen files and of earlier content. */
final class SelectionsTest extends ReloadContract {
  SelectionsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void loadsOnlyTheChosenFiles() {
    land("a.csv", "b.csv", "c.csv");

    run(new SelectionTrigger(new Selection.Ids(List.of(id("a.csv"), id("c.csv")))));

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "a.csv", "c.csv", "c.csv"));
    assertThat(orders.files("pending")).containsExactly("b.csv");
    assertThat(orders.newest().startedBy()).isEqualTo("bob");
    Invariants.quiet(orders);
  }

  @Test
  void loadsAllMatchingFilesExceptSome() {
    land("a_1.csv", "A_2.csv", "ab3.csv", "a_4.csv");

    run(new SelectionTrigger(new Selection.All(List.of(id("a_4.csv")), "a_", 2)));

    assertThat(orders.content()).containsOnlyKeys("a_1.csv", "A_2.csv");
    assertThat(orders.files("pending")).containsExactlyInAnyOrder("ab3.csv", "a_4.csv");
    Invariants.quiet(orders);
  }

  @Test
  void refusesASelectionThatChanged() {
    land("a.csv", "b.csv");

    assertThat(accept(new SelectionTrigger(new Selection.All(List.of(), null, 3))))
        .isEqualTo(new SelectionChanged(3, 2));
    assertThat(accept(new SelectionTrigger(new Selection.All(List.of(), "nothing", 0))))
        .isEqualTo(new SelectionChanged(0, 0));
    assertThat(accept(new SelectionTrigger(new Selection.Ids(List.of(id("a.csv"), "other")))))
        .isEqualTo(new SelectionChanged(2, 1));

    assertThat(orders.executions()).isEmpty();
    assertThat(orders.files("pending")).hasSize(2);
    Invariants.quiet(orders);
  }

  @Test
  void recordsNothingIfAReloadRuns() {
    land("a.csv", "b.csv");
    var copied = new CountDownLatch(1);
    beforeThe(isCopy(), () -> awaitLatch(copied));
    accept(new SelectionTrigger(new Selection.Ids(List.of(id("a.csv")))));

    var second = accept(new SelectionTrigger(new Selection.Ids(List.of(id("b.csv")))));

    assertThat(second).isEqualTo(new Busy(orders.newest().id()));
    copied.countDown();
    ended(orders);
    assertThat(orders.mails()).containsExactly("completed");
    assertThat(orders.files("pending")).containsExactly("b.csv");
    Invariants.quiet(orders);
  }

  @Test
  void canBeRepeatedAfterAChosenFileVanishedWithoutEvent() {
    land("a.csv", "b.csv");
    var chosen = new SelectionTrigger(new Selection.All(List.of(), null, 2));
    orders.remove(orders.folder() + "a.csv");

    assertThat(accept(chosen)).isInstanceOf(Accepted.class);
    assertThat(ended(orders).reason().code()).isEqualTo("source_changed");

    run(new SelectionTrigger(new Selection.All(List.of(), null, 1)));
    assertThat(orders.content()).containsOnlyKeys("b.csv");
    Invariants.quiet(orders);
  }

  @Test
  void restoresEarlierContent() {
    var first = load("first");
    load("second");

    var restored = run(new RestoreTrigger(first.id()));

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "first"));
    assertThat(restored.generation()).isEqualTo(3);
    assertThat(orders.trashed(restored.id())).isEqualTo(Map.of("a.csv", "second"));
    Invariants.quiet(orders);
  }

  @Test
  void refusesToRestoreWhatDoesNotExist() {
    var first = load("first");
    assertThat(failure(first.id())).isEqualTo("already_live");
    assertThat(failure("01ARZ3NDEKTSV4RRFFQ69G5FAV")).isEqualTo("nothing_to_restore");
    var failed = orders.newest();
    assertThat(failure(failed.id())).isEqualTo("nothing_to_restore");

    var drafts = new TestDataset(database, zones, "drafts", Replaced.DELETE);
    drafts.put("a.csv", "of another dataset");
    var other = reload(drafts);
    drafts.put("a.csv", "again");
    reload(drafts);
    assertThat(failure(other.id())).isEqualTo("nothing_to_restore");

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "first"));
    Invariants.quiet(orders);
    Invariants.quiet(drafts);
  }

  private String failure(String restored) {
    accept(new RestoreTrigger(restored));
    return ended(orders).reason().code();
  }

  private Execution load(String content) {
    orders.put("a.csv", content);
    return reload();
  }

  private void land(String... names) {
    for (var name : names) {
      announce(orders.put(name, name));
    }
  }

  private String id(String name) {
    return jdbi.withHandle(
        h -> h.select("SELECT id FROM file WHERE name = ?", name).mapTo(String.class).one());
  }

  private Acceptance accept(Trigger trigger) {
    return orders.accept(process, trigger);
  }

  private Execution run(Trigger trigger) {
    assertThat(accept(trigger)).asInstanceOf(type(Accepted.class)).isNotNull();
    var done = ended(orders);
    assertThat(done.status()).as("status, %s", done.reason()).isEqualTo(Status.COMPLETED);
    return done;
  }
}
