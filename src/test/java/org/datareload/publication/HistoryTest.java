package org.datareload.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.datareload.dataset.FileCount;
import org.datareload.execution.Execution;
import org.datareload.landing.FilePageSql;
import org.datareload.landing.FilePages;
import org.datareload.landing.FileSearch;
import org.datareload.landing.FileStatus;
import org.datareload.testing.DrivenContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.transfer.FileCopies;
import org.datareload.transfer.FileCopySql;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of files and copies go once nobody needs them. */
final class HistoryTest extends DrivenContract {
  private static final int DAYS = 90;
  private History history;
  private FileCopies copies;

  HistoryTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openHistory() {
    history = new History(jdbi.onDemand(HistorySql.class), DAYS);
    copies = new FileCopies(jdbi.onDemand(FileCopySql.class));
  }

  @Test
  void keepsWhatIsLiveOrInTheTrashAndAllNumbers() {
    var first = load("a.csv", "b.csv");
    var second = load("a.csv");
    var third = load("c.csv");
    empty(first);
    passDays(DAYS + 1);

    history.forgetOld();

    assertThat(copies.areKept(first.id())).isFalse();
    assertThat(copies.page(first.id(), 0, 10)).isEmpty();
    assertThat(copies.areKept(second.id())).isTrue();
    assertThat(copies.page(second.id(), 0, 10)).hasSize(1);
    assertThat(copies.page(third.id(), 0, 10)).hasSize(1);
    assertThat(orders.files("completed")).containsExactly("a.csv", "c.csv");
    assertThat(rowsShown(FileStatus.COMPLETED)).isEqualTo(2);
    assertThat(count("completed").files()).isEqualTo(4);
    assertThat(orders.executions()).hasSize(3);
    assertThat(orders.executions().get(0).copied().files()).isEqualTo(2);
  }

  @Test
  void keepsWhatIsYoung() {
    var first = load("a.csv");
    load("b.csv");
    empty(first);
    passDays(DAYS - 1);

    history.forgetOld();

    assertThat(copies.page(first.id(), 0, 10)).hasSize(1);
    assertThat(orders.files("completed")).hasSize(2);
  }

  @Test
  void keepsWhatACleanUpOrAMailStillNeeds() {
    var cleaned = load("a.csv");
    var mailed = load("b.csv");
    var replacing = load("c.csv");
    load("d.csv");
    List.of(cleaned, mailed, replacing).forEach(this::empty);
    passDays(DAYS + 1);
    set("cleanup_at = CURRENT_TIMESTAMP", mailed);
    orders.execute("UPDATE mail SET status = 'new' WHERE execution_id = ?", replacing.id());

    history.forgetOld();

    // The clean-up of the second execution deletes what it replaced: the copies of the first.
    assertThat(orders.files("completed")).hasSize(4);
    set("cleanup_at = NULL", mailed);
    orders.execute("UPDATE mail SET status = 'sent'");
    history.forgetOld();
    assertThat(orders.files("completed")).containsExactly("d.csv");
  }

  @Test
  void keepsTheRowOfAFileThatTheStoreRefusesToDelete() {
    var first = load("a.csv", "b.csv");
    load("c.csv");
    empty(first);
    passDays(DAYS + 1);
    orders.execute("UPDATE file SET landed_key = object_key WHERE name = 'b.csv'");

    history.forgetOld();

    assertThat(orders.files("completed")).containsExactly("b.csv", "c.csv");
  }

  @Test
  void forgetsFilesThatNoExecutionLoaded() {
    for (var content : List.of("1", "2")) {
      process.send("direct:accept-notification", orders.event(orders.put("a.csv", content)));
    }
    orders.remove(orders.folder() + "a.csv");
    process.send("direct:accept-notification", orders.event(orders.folder() + "a.csv"));
    process.send("direct:accept-notification", orders.event(orders.put("b.csv", "pending")));
    history.forgetOld();
    assertThat(orders.files("superseded")).hasSize(1);
    assertThat(orders.files("deleted")).hasSize(1);
    passDays(DAYS + 1);

    history.forgetOld();

    assertThat(orders.files("superseded")).isEmpty();
    assertThat(orders.files("deleted")).isEmpty();
    assertThat(orders.files("pending")).containsExactly("b.csv");
    assertThat(rowsShown(FileStatus.DELETED)).isZero();
    assertThat(count("deleted").files()).isEqualTo(1);
    assertThat(count("superseded").files()).isEqualTo(1);
  }

  @Test
  void keepsAFileThatWasDeletedLatelyHoweverLongAgoItLanded() {
    process.send("direct:accept-notification", orders.event(orders.put("a.csv", "1")));
    passDays(DAYS + 1);
    orders.remove(orders.folder() + "a.csv");
    process.send("direct:accept-notification", orders.event(orders.folder() + "a.csv"));

    history.forgetOld();

    assertThat(orders.files("deleted")).containsExactly("a.csv");
  }

  @Test
  void goesOnAfterAProcessDied() {
    var first = load("a.csv", "b.csv");
    load("c.csv");
    empty(first);
    passDays(DAYS + 1);
    set("history = 'ending'", first);
    orders.execute("DELETE FROM file_copy WHERE execution_id = ? AND seq = 1", first.id());

    history.forgetOld();

    assertThat(copies.page(first.id(), 0, 10)).isEmpty();
    assertThat(orders.files("completed")).containsExactly("c.csv");
    assertThat(orders.rows("SELECT history FROM execution ORDER BY id"))
        .containsExactly("ended", "kept");
  }

  private Execution load(String... names) {
    var done = orders.load(process, "content " + orders.executions().size(), names);
    orders.cleanUp(process);
    orders.execute("UPDATE mail SET status = 'sent'");
    return done;
  }

  private void empty(Execution execution) {
    set("trash_emptied_at = CURRENT_TIMESTAMP", execution);
  }

  private void set(String assignment, Execution execution) {
    orders.execute("UPDATE execution SET " + assignment + " WHERE id = ?", execution.id());
  }

  private void passDays(int days) {
    var interval = " - INTERVAL '" + days + "' DAY";
    orders.execute("UPDATE execution SET finished_at = finished_at" + interval);
    orders.execute(
        "UPDATE file SET landed_at = landed_at"
            + interval
            + ", checked_at = checked_at"
            + interval);
  }

  private FileCount count(String status) {
    return orders.datasets().counts(orders.dataset().id()).of(status);
  }

  private long rowsShown(FileStatus status) {
    return new FilePages(jdbi.onDemand(FilePageSql.class))
        .count(new FileSearch(orders.dataset().id(), status, ""));
  }
}
