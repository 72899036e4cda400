package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.datareload.dataset.Replaced;
import org.datareload.demo.ObservedStore;
import org.datareload.execution.Status;
import org.datareload.store.StoredObject;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.junit.jupiter.api.Test;

/** What a reload does with new files and with earlier content. */
final class ReloadsTest extends ReloadContract {
  ReloadsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void loadsAFolderOnceItHasATriggerFile() {
    orders.put("a.csv", "alpha");
    orders.put("b.csv", "");

    var done = reload();

    assertThat(done.status()).isEqualTo(Status.COMPLETED);
    assertThat(done.startedBy()).isEqualTo("ann");
    assertThat(done.generation()).isEqualTo(1);
    assertThat(done.planned().files()).isEqualTo(2);
    assertThat(done.planned().bytes()).isEqualTo(5);
    assertThat(done.copied()).isEqualTo(done.planned());
    assertThat(done.finishedAt()).isAfterOrEqualTo(done.committedAt());
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "alpha", "b.csv", ""));
    assertThat(orders.lake())
        .extracting(StoredObject::key)
        .containsExactly(
            orders.folder() + done.id() + "/a.csv", orders.folder() + done.id() + "/b.csv");
    assertThat(zones.list(zones.zones().landing(), "")).isEmpty();
    assertThat(orders.files("completed")).hasSize(2);
    assertThat(orders.mails()).containsExactly("completed");
    Invariants.quiet(orders);
  }

  @Test
  void replacesContentAndKeepsTheOldOneInTheTrash() {
    orders.put("a.csv", "old a");
    orders.put("b.csv", "old b");
    var first = reload();
    orders.put("a.csv", "new a");
    var second = reload();

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "new a"));
    assertThat(second.generation()).isEqualTo(2);
    assertThat(second.replaces()).isEqualTo(first.id());
    assertThat(orders.executions().get(0).retiredBy()).isEqualTo(second.id());
    assertThat(orders.trashed(second.id())).isEqualTo(Map.of("a.csv", "old a", "b.csv", "old b"));
    Invariants.quiet(orders);
  }

  @Test
  void keepsNothingIfTheTrashIsSkipped() {
    var dataset = new TestDataset(database, zones, "drafts", Replaced.DELETE);
    dataset.put("a.csv", "old");
    reload(dataset);
    dataset.put("a.csv", "new");
    reload(dataset);

    assertThat(dataset.content()).isEqualTo(Map.of("a.csv", "new"));
    assertThat(zones.list(zones.zones().lake(), "_trash/")).isEmpty();
    Invariants.quiet(dataset);
  }

  @Test
  void neverReplacesContentByNothing() {
    orders.put("a.csv", "content");
    var loaded = reload();

    var failed = reload();

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().code()).isEqualTo("no_data_files");
    assertThat(failed.reason().text())
        .endsWith("execution " + loaded.id() + " has loaded the files of this folder");
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "content"));
    assertThat(orders.mails()).containsExactly("completed", "failed");
    Invariants.quiet(orders);
  }

  @Test
  void runsAgainAfterAFailure() {
    reload();
    orders.put("a.csv", "content");

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "content"));
    assertThat(orders.mails()).containsExactly("failed", "completed");
    Invariants.quiet(orders);
  }

  @Test
  void failsIfAFileIsOverwrittenBeforeItIsCopied() {
    var key = orders.put("a.csv", "planned");
    orders.put("b.csv", "b");
    beforeThe(isCopyOf(key), () -> orders.put("a.csv", "overwritten"));

    var failed = reload();
    announce(key);

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().code()).isEqualTo("source_changed");
    assertThat(orders.files("pending")).containsExactlyInAnyOrder("a.csv", "b.csv");
    Invariants.quiet(orders);
    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "overwritten", "b.csv", "b"));
    Invariants.quiet(orders);
  }

  @Test
  void keepsAnUploadThatOverwritesACopiedFile() {
    orders.put("a.csv", "planned");
    beforeThe(isManifest(), () -> orders.put("a.csv", "overwritten"));

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "planned"));
    assertThat(orders.files("pending")).containsExactly("a.csv");
    Invariants.quiet(orders);
    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "overwritten"));
    Invariants.quiet(orders);
  }

  @Test
  void clearsTheLandingZoneLaterWhereItCannotBeClearedInTime() {
    orders.put("a.csv", "a");
    before(
        call -> {
          if (isDelete(zones.zones().landing()).test(call)) {
            orders.expireRetirement();
            throw ObservedStore.refusal(500, "InternalError", "broken");
          }
        });
    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.files("processing")).containsExactly("a.csv");

    before(call -> {});
    orders.cleanUp(process);

    assertThat(zones.list(zones.zones().landing(), "")).isEmpty();
    assertThat(orders.files("completed")).containsExactly("a.csv");
    Invariants.quiet(orders);
  }

  @Test
  void leavesALateFilePending() {
    orders.put("a.csv", "a");
    beforeThe(isCopy(), () -> announce(orders.put("late.csv", "late")));

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "a"));
    assertThat(orders.files("pending")).containsExactly("late.csv");
    Invariants.quiet(orders);
  }

  @Test
  void countsALateFileOnceThatIsWrittenTwiceAndNoneThatIsGone() {
    orders.put("a.csv", "a");
    var counts = new CopyOnWriteArrayList<Long>();
    beforeThe(
        isCopy(),
        () -> {
          for (var content : List.of("early", "late")) {
            announce(orders.put("late.csv", content));
            counts.add(orders.newest().lateFiles());
          }
          var gone = orders.put("gone.csv", "gone");
          announce(gone);
          counts.add(orders.newest().lateFiles());
          orders.remove(gone);
          announce(gone);
          counts.add(orders.newest().lateFiles());
        });

    assertThat(reload().lateFiles()).isOne();
    assertThat(counts).containsExactly(1L, 1L, 2L, 1L);
  }

  @Test
  void failsIfAFileVanishes() {
    var key = orders.put("a.csv", "a");
    orders.put("b.csv", "b");
    beforeThe(isCopyOf(key), () -> orders.remove(key));

    var failed = reload();
    announce(key);

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().text()).contains("a.csv").contains("is gone");
    assertThat(orders.files("pending")).containsExactly("b.csv");
    Invariants.quiet(orders);
  }

  @Test
  void ignoresFilesThatReadersWouldNotSee() {
    orders.put("a.csv", "a");
    var landing = zones.zones().landing();
    zones.put(landing, orders.folder() + "_committed_1", new byte[1]);
    zones.put(landing, orders.folder() + ".a.csv.crc", new byte[2]);
    var other = orders.folder().replace("/csv/", "/parquet/");
    zones.put(landing, other + "b.parquet", new byte[3]);

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    announce(other + "b.parquet");

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "a"));
    // What the writer had left is gone with the folder.
    assertThat(orders.landed()).extracting(StoredObject::key).containsExactly(other + "b.parquet");
    var problems =
        jdbi.withHandle(
            h -> h.select("SELECT reason FROM landing_problem").mapTo(String.class).list());
    assertThat(problems).hasSize(1).allMatch(reason -> reason.contains("are of type csv"));
    Invariants.always(orders);
  }

  @Test
  void acceptsATriggerWithoutWaitingForItsReload() {
    orders.put("a.csv", "a");
    var released = new CountDownLatch(1);
    beforeThe(isCopy(), () -> awaitLatch(released));

    receive(orders.trigger());

    assertThat(orders.newest().status().isOver()).isFalse();
    released.countDown();
    assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void loadsFilesFromBeforeAndAfterTheBucketKeepsVersions() {
    orders.put("before.csv", "before");
    zones.server().keepVersions(zones.zones().landing());
    announce(orders.put("announced.csv", "announced"));
    orders.put("found.csv", "found");

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content())
        .isEqualTo(
            Map.of("before.csv", "before", "announced.csv", "announced", "found.csv", "found"));
    Invariants.quiet(orders);
  }
}
