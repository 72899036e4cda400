package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.store.QuirkyS3;
import org.datareload.store.StoredObject;
import org.datareload.testing.Invariants;
import org.datareload.testing.LogLines;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/** A folder is loaded as a whole or not at all, whatever its writer and its store do. */
final class WholeFoldersTest extends QuirkyStoreContract {
  WholeFoldersTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Override
  Map<String, String> settings() {
    return Map.of("reload.trigger.settle", "5m", "reload.trigger.wait", "30m");
  }

  @Test
  void waitsUntilNoObjectOfTheFolderIsYoung() {
    orders.put("a.csv", "a");
    receive(orders.trigger());
    isLookedAtAgain(1);
    assertThat(orders.newest().note())
        .matches("Waits until the folder is quiet: _SUCCESS is .* s old and the .* 5 min");

    s3.clockAhead(Duration.ofMinutes(4));
    orders.put("b.csv", "b");
    s3.clockAhead(Duration.ofMinutes(6));
    isLookedAtAgain(orders.newest().attempts() + 1);
    assertThat(orders.newest().status()).isEqualTo(Status.ACCEPTED);
    assertThat(orders.newest().note())
        .matches("Waits until the folder is quiet: b.csv is .* old and the .* 5 min");

    s3.clockAhead(Duration.ofMinutes(10));
    assertThat(settled().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.newest().note()).isNull();
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "a", "b.csv", "b"));
    Invariants.quiet(orders);
  }

  @Test
  void failsIfTheFolderIsNotQuietInTime() {
    orders.put("a.csv", "a");
    receive(orders.trigger());
    isLookedAtAgain(1);

    orders.ageRunning();

    var failed = settled();
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().code()).isEqualTo("folder_not_whole");
    announce(orders.folder() + "a.csv");
    assertThat(orders.files("pending")).containsExactly("a.csv");
  }

  @Test
  void settlesForAsLongAsTheDatasetSays() {
    orders.change(settings -> settings.withSettle(Duration.ZERO));
    orders.put("a.csv", "a");

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void aDatasetMayTakeLongerToSettleThanExecutionsWait() {
    orders.change(settings -> settings.withSettle(Duration.ofHours(1)));
    orders.put("a.csv", "a");
    var event = orders.trigger();
    s3.clockAhead(Duration.ofMinutes(56));
    receive(event);
    isLookedAtAgain(1);

    orders.ageRunning();
    isLookedAtAgain(orders.newest().attempts() + 1);
    assertThat(orders.newest().status()).isEqualTo(Status.ACCEPTED);

    s3.clockAhead(Duration.ofHours(2));
    assertThat(settled().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void waitsForOpenUploadsAndFailsNamingThem() {
    orders.put("a.csv", "a");
    s3.open(landing(), orders.folder() + "dt=1/big.csv", Instant.now());
    receive(orders.trigger());
    s3.clockAhead(Duration.ofHours(1));
    isLookedAtAgain(2);
    assertThat(orders.newest().note())
        .isEqualTo("Waits until the folder is quiet: 1 upload is open (dt=1/big.csv)");

    orders.ageRunning();

    var failed = settled();
    assertThat(failed.note()).isNull();
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().text())
        .startsWith("1 upload is open (dt=1/big.csv): the folder was not whole");
  }

  /** Where a page of the listing shows that it is too early, and not as after a failure. */
  @Test
  void pausesUntilTheFolderCanBeQuiet() {
    orders.put("a.csv", "a");
    receive(orders.trigger());
    isLookedAtAgain(1);
    s3.clockAhead(Duration.ofMinutes(4));
    orders.put("b.csv", "b");
    s3.clockAhead(Duration.ofMinutes(6));
    isLookedAtAgain(orders.newest().attempts() + 1);
    assertThat(
            orders.rows(
                "SELECT id FROM execution"
                    + " WHERE lease_until > CURRENT_TIMESTAMP + INTERVAL '1' MINUTE"))
        .hasSize(1);
  }

  /** The loop asks for the status once more; what it does not find must not hide the reason. */
  @Test
  void waitsWithoutAFailureWhereTheWholePlanShowsWhatIsMissing() {
    orders.put("a.csv", "a");
    s3.open(landing(), orders.folder() + "big.csv", Instant.now());
    try (var log = LogLines.ofProgram()) {
      Configurator.setRootLevel(Level.WARN);
      receive(orders.trigger());
      s3.clockAhead(Duration.ofHours(1));
      isLookedAtAgain(2);
      assertThat(log.all()).doesNotContain("is continued later");
    }
  }

  @Test
  void ignoresUploadsThatWereBegunLongBeforeAndNamesThem() {
    orders.put("a.csv", "a");
    s3.open(landing(), orders.folder() + "old.csv", Instant.now().minus(Duration.ofHours(1)));

    assertThat(loaded().note()).contains("not finished are ignored: old.csv");
  }

  @Test
  void doesNotWaitForUploadsOfAJobThatWasKilled() {
    orders.put("a.csv", "a");
    var attempt = "_temporary/0/_temporary/attempt_1/part-0.csv";
    s3.open(landing(), orders.folder() + attempt, Instant.now());

    assertThat(loaded().note()).isNull();
  }

  @Test
  void waitsForFilesThatAreBeingWrittenUnderAnotherName() {
    orders.put("a.csv", "a");
    var copying = orders.folder() + "big.csv._COPYING_";
    s3.put(landing(), copying, "part");
    receive(orders.trigger());
    s3.clockAhead(Duration.ofHours(1));
    isLookedAtAgain(2);
    assertThat(orders.newest().status()).isEqualTo(Status.ACCEPTED);

    s3.remove(landing(), copying);
    orders.put("big.csv", "whole");

    settled(true);
    assertThat(orders.content()).containsOnlyKeys("a.csv", "big.csv");
  }

  @Test
  void namesFilesThatWereBegunLongBeforeUnderAnotherName() {
    s3.put(landing(), orders.folder() + "big.csv._COPYING_", "part");
    s3.clockAhead(Duration.ofHours(1));
    orders.put("a.csv", "a");

    assertThat(loaded().note())
        .isEqualTo(
            "Files that were begun long ago and not finished, by their names, are ignored:"
                + " big.csv._COPYING_");
    assertThat(orders.content()).containsOnlyKeys("a.csv");
    assertThat(s3.all(landing()))
        .extracting(QuirkyS3.Item::key)
        .containsExactly(orders.folder() + "big.csv._COPYING_");
  }

  @Test
  void sweepsWhatAWriterLeftInTheFolderAfterTheTriggerFile() {
    orders.put("a.csv", "a");
    receive(orders.trigger());
    s3.clockAhead(Duration.ofMinutes(10));
    s3.put(landing(), orders.folder() + "_common_metadata", "x");
    s3.put(landing(), orders.folder() + "_temporary/1/next-job.csv", "x");

    settled(true);

    assertThat(s3.all(landing()))
        .extracting(QuirkyS3.Item::key)
        .containsExactly(orders.folder() + "_temporary/1/next-job.csv");
  }

  @Test
  void loadsFilesThatTheListingDoesNotShowYet() {
    s3.listingLag(1_000_000);
    orders.put("a.csv", "a");
    orders.put("b.csv", "b");
    announce(orders.folder() + "a.csv", orders.folder() + "b.csv");
    s3.listingLag(0);
    orders.put("c.csv", "c");

    loaded();

    assertThat(orders.content()).containsOnlyKeys("a.csv", "b.csv", "c.csv");
  }

  @Test
  void loadsAFileThatIsOverwrittenWhileThePlanIsMade() {
    orders.put("a.csv", "a");
    var key = orders.put("b.csv", "before");
    announce(orders.folder() + "a.csv", key);
    s3.onCall(
        call -> {
          if (call.operation().startsWith("ListObjects") && orders.executions().size() == 1) {
            s3.onCall(other -> {});
            s3.put(landing(), key, "after");
          }
        });

    loaded();

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "a", "b.csv", "after"));
  }

  /** The listing shows an object that is another one when the store is asked about its key. */
  @Test
  void loadsAFileThatIsOverwrittenBetweenTheListingAndTheLookAtIt() {
    orders.change(settings -> settings.withSettle(Duration.ZERO));
    orders.put("a.csv", "a");
    var key = orders.put("b.csv", "before");
    announce(orders.folder() + "a.csv", key);
    var trigger = orders.trigger();
    s3.put(landing(), key, "listed");
    s3.onCall(
        call -> {
          if (call.operation().equals("HeadObject")
              && call.key().equals(key)
              && !orders.executions().isEmpty()) {
            s3.onCall(other -> {});
            s3.put(landing(), key, "after");
          }
        });
    receive(trigger);
    var done = settled();
    assertThat(done.status()).as("%s", done.reason()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "a", "b.csv", "after"));
  }

  @Test
  void loadsTheTreeBelowTheTriggerFile() {
    orders.putAt(orders.folder() + "dt=1/part-0.csv", new byte[] {'1'});
    orders.putAt(orders.folder() + "dt=2/part-0.csv", new byte[] {'2'});
    orders.put("root.csv", "r");
    s3.put(landing(), orders.folder() + "_temporary/0/part-0.csv", "x");
    s3.put(landing(), orders.folder() + "dt=1/_SUCCESS", "");

    var done = loaded();

    assertThat(orders.lake())
        .extracting(object -> object.key().substring(orders.folder().length()))
        .containsExactlyInAnyOrder(
            done.id() + "/root.csv",
            done.id() + "/dt=1/part-0.csv",
            done.id() + "/dt=2/part-0.csv");
    assertThat(s3.all(landing())).isEmpty();
    assertThat(orders.executions()).hasSize(1);
  }

  @Test
  void keepsAnObjectWhoseKeyIsNoTriggerFileButEndsLikeOne() {
    orders.put("a.csv", "a");
    var key = orders.folder() + "dt=1/../_SUCCESS";
    s3.put(landing(), key, "");

    assertThat(loaded().note()).contains("cannot be loaded");

    assertThat(s3.get(landing(), key)).isNotNull();
  }

  @Test
  void aTriggerFileInASubfolderLoadsThatSubfolderAlone() {
    orders.put("root.csv", "r");
    orders.putAt(orders.folder() + "dt=1/part-0.csv", new byte[] {'1'});
    receive(orders.triggerIn(orders.folder() + "dt=1/", ""));
    s3.clockAhead(Duration.ofHours(1));

    var done = settled();

    assertThat(orders.lake())
        .extracting(StoredObject::key)
        .containsExactly(orders.folder() + done.id() + "/dt=1/part-0.csv");
    announce(orders.folder() + "root.csv");
    assertThat(orders.files("pending")).containsExactly("root.csv");
  }

  @Test
  void refusesTheFilesOfATable() {
    orders.put("part-0.csv", "x");
    s3.put(landing(), orders.folder() + "_delta_log/00000000000000000000.json", "{}");
    receive(orders.trigger());
    s3.clockAhead(Duration.ofHours(1));

    var failed = settled();

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().text()).startsWith("a table is not a folder of files");
  }

  @Test
  void namesObjectsOfTheFolderThatCannotBeLoaded() {
    orders.put("a.csv", "a");
    s3.put(landing(), orders.folder() + "_hidden.csv", "x");

    assertThat(loaded().note()).contains("cannot be loaded: 1, the first are _hidden.csv");
  }

  @Test
  void waitsForTheFilesThatTheTriggerFileNames() {
    orders.put("part-0.csv", "0");
    var names =
        """
        {"name": "org.apache.hadoop.fs.s3a.commit.files.SuccessData/1",
         "filenames": ["/%1$spart-0.csv", "/%1$spart-1.csv", "/elsewhere/x.csv"]}
        """
            .formatted(orders.folder());
    receive(orders.triggerIn(orders.folder(), names));
    s3.clockAhead(Duration.ofHours(1));
    isLookedAtAgain(2);
    orders.ageRunning();

    var failed = settled();
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().text())
        .startsWith("the trigger file names part-1.csv, not landed yet");

    orders.put("part-1.csv", "1");
    receive(orders.triggerIn(orders.folder(), names + " "));
    s3.clockAhead(Duration.ofHours(2));
    assertThat(settled().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys("part-0.csv", "part-1.csv");
  }

  @Test
  void countsFilesThatLandAfterThePlanIsFrozen() {
    orders.put("a.csv", "a");
    beforeTheFirst(
        call -> call.operation().equals("CopyObject"),
        () -> IntStream.range(0, 2).forEach(i -> s3.put(landing(), late(i), "late")));

    assertThat(loaded().lateFiles()).isEqualTo(2);

    assertThat(orders.files("pending")).containsExactlyInAnyOrder("late-0.csv", "late-1.csv");
    assertThat(pendingReasons())
        .hasSize(2)
        .allMatch(reason -> reason.contains("had planned this folder"));
  }

  @Test
  void countsLateFilesThatAreFoundWhenTheExecutionIsOver() {
    orders.change(settings -> settings.withSettle(Duration.ZERO));
    var loaded = orders.put("a.csv", "a");
    beforeTheFirst(
        call -> call.operation().equals("DeleteObjects") && s3.get(landing(), loaded) == null,
        () -> s3.put(landing(), late(0), "late"));
    assertThat(reload().lateFiles()).isZero();

    sweep();
    assertThat(orders.newest().lateFiles()).isOne();
    assertThat(orders.files("pending")).containsExactly("late-0.csv");
    assertThat(pendingReasons()).allMatch(reason -> reason.contains("had planned this folder"));

    s3.put(landing(), late(0), "later");
    s3.put(landing(), late(1), "latest");
    sweep();
    assertThat(orders.newest().lateFiles()).isEqualTo(2);
    assertThat(pendingReasons()).hasSize(2).doesNotContainNull();

    assertThat(reload().lateFiles()).isZero();
    assertThat(orders.executions()).allMatch(execution -> execution.lateFiles() == 0);
  }

  @Test
  void sweepsATreeAsOneWhereTriggerFilesStandInItToo() {
    orders.putAt(orders.folder() + "dt=1/part-0.csv", new byte[] {'1'});
    s3.put(landing(), orders.folder() + "dt=1/_SUCCESS", "");
    orders.put("root.csv", "r");
    orders.trigger();
    s3.clockAhead(Duration.ofHours(1));

    sweep();

    assertThat(settled().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys("part-0.csv", "root.csv");
    assertThat(orders.executions()).hasSize(1);
  }

  @Test
  void leavesAFolderToTheTriggerFileAboveIt() {
    orders.putAt(orders.folder() + "dt=1/part-0.csv", new byte[] {'1'});
    orders.put("root.csv", "r");
    var below = orders.triggerIn(orders.folder() + "dt=1/", "");
    var above = orders.trigger();
    receive(below);
    receive(above);

    s3.clockAhead(Duration.ofHours(1));

    await().until(() -> orders.newest().status() == Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys("part-0.csv", "root.csv");
    assertThat(orders.executions())
        .filteredOn(execution -> execution.status() == Status.FAILED)
        .singleElement()
        .satisfies(left -> assertThat(left.reason().code()).isEqualTo("folder_above"))
        .satisfies(left -> assertThat(left.reason().text()).contains(orders.folder() + "_SUCCESS"));
    assertThat(s3.all(landing())).isEmpty();
    Invariants.quiet(orders);
  }

  @Test
  void leavesAFolderToATriggerFileThatComesAboveItWhileItIsListed() {
    orders.change(settings -> settings.withSettle(Duration.ZERO));
    orders.putAt(orders.folder() + "dt=1/part-0.csv", new byte[] {'1'});
    orders.put("root.csv", "r");
    beforeTheFirst(
        call -> call.operation().equals("ListMultipartUploads"),
        () -> s3.put(landing(), orders.folder() + "_SUCCESS", ""));

    receive(orders.triggerIn(orders.folder() + "dt=1/", ""));

    var left = settled();
    assertThat(left.status()).isEqualTo(Status.FAILED);
    assertThat(left.reason().code()).isEqualTo("folder_above");
    sweep();
    assertThat(settled().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys("part-0.csv", "root.csv");
  }

  @Test
  void loadsAFolderAloneWhereTheExecutionOfTheFolderAboveHasFailed() {
    receive(orders.trigger());
    s3.clockAhead(Duration.ofHours(1));
    assertThat(settled().status()).isEqualTo(Status.FAILED);
    orders.putAt(orders.folder() + "dt=1/part-0.csv", new byte[] {'1'});

    receive(orders.triggerIn(orders.folder() + "dt=1/", ""));
    s3.clockAhead(Duration.ofHours(2));

    assertThat(settled().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys("part-0.csv");
  }

  @Test
  void loadsAFolderAloneWhereTheTriggerFileAboveIsOlderThanTheLiveContent() {
    orders.change(settings -> settings.withSettle(Duration.ZERO));
    s3.put(landing(), orders.folder() + "_SUCCESS", "");
    s3.clockAhead(Duration.ofHours(1));
    var other = orders.prefix() + "upload_date=1700000001/ann/csv/";
    orders.putAt(other + "live.csv", new byte[] {'l'});
    receive(orders.triggerIn(other, ""));
    assertThat(settled().status()).isEqualTo(Status.COMPLETED);
    s3.clockAhead(Duration.ofHours(2));
    orders.putAt(orders.folder() + "dt=1/part-0.csv", new byte[] {'1'});

    receive(orders.triggerIn(orders.folder() + "dt=1/", ""));

    assertThat(settled().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys("part-0.csv");
  }

  @Test
  void failsIfAnotherExecutionTookFilesOfTheFolder() {
    orders.change(settings -> settings.withSettle(Duration.ZERO));
    orders.putAt(orders.folder() + "dt=1/part-0.csv", new byte[] {'1'});
    orders.put("root.csv", "r");
    beforeTheFirst(
        call -> call.operation().equals("CopyObject"),
        () -> s3.put(landing(), orders.folder() + "_SUCCESS", ""));
    receive(orders.triggerIn(orders.folder() + "dt=1/", ""));
    var child = settled();
    assertThat(child.status()).isEqualTo(Status.COMPLETED);

    sweep();

    var failed = settled();
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().code()).isEqualTo("part_loaded");
    assertThat(failed.reason().text()).contains("dt=1/_SUCCESS", child.id());
    assertThat(orders.files("pending")).containsExactly("root.csv");
    assertThat(orders.content()).containsOnlyKeys("part-0.csv");
  }

  @Test
  void failsIfAnEarlierExecutionTookFilesOfTheFolderUntilTheyAreThereAgain() {
    orders.change(settings -> settings.withSettle(Duration.ZERO));
    var part = orders.folder() + "dt=1/part-0.csv";
    orders.putAt(part, new byte[] {'1'});
    receive(orders.triggerIn(orders.folder() + "dt=1/", ""));
    var child = settled();
    assertThat(child.status()).isEqualTo(Status.COMPLETED);
    orders.put("root.csv", "r");

    var failed = reload();

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().code()).isEqualTo("part_loaded");
    assertThat(failed.reason().text()).contains("dt=1/_SUCCESS", child.id());
    assertThat(orders.content()).containsOnlyKeys("part-0.csv");

    orders.putAt(part, new byte[] {'2'});
    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys("part-0.csv", "root.csv");

    orders.put("root.csv", "alone");
    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys("root.csv");
  }

  @Test
  void loadsWhatIsLeftOfAFolderWhenItIsAskedForAgain() {
    orders.change(settings -> settings.withSettle(Duration.ZERO));
    orders.putAt(orders.folder() + "dt=1/part-0.csv", new byte[] {'1'});
    receive(orders.triggerIn(orders.folder() + "dt=1/", ""));
    assertThat(settled().status()).isEqualTo(Status.COMPLETED);
    orders.put("root.csv", "r");
    assertThat(reload().status()).isEqualTo(Status.FAILED);

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys("root.csv");
  }

  @Test
  void waitsForFilesThatAreListedAndNotFound() {
    orders.put("a.csv", "a");
    var ghost = orders.put("ghost.csv", "x");
    announce(ghost);
    s3.onCall(
        call -> {
          if (call.operation().equals("HeadObject") && call.key().equals(ghost)) {
            s3.remove(landing(), ghost);
          }
        });
    s3.put(landing(), ghost, "another");

    loaded();

    assertThat(orders.content()).containsOnlyKeys("a.csv");
    assertThat(orders.files("pending")).isEmpty();
  }

  private void beforeTheFirst(Predicate<QuirkyS3.Call> call, Runnable action) {
    s3.onCall(
        found -> {
          if (call.test(found)) {
            s3.onCall(other -> {});
            action.run();
          }
        });
  }

  private List<String> pendingReasons() {
    return orders.rows(
        "SELECT reason FROM file WHERE dataset_id = ? AND status = 'pending'",
        orders.dataset().id());
  }

  private void sweep() {
    assertThat(process.send("direct:sweep-landing-zone", null)).isNull();
  }

  private String late(int number) {
    return orders.folder() + "late-" + number + ".csv";
  }

  /** Waits until a process has looked at the folder and left it for later. */
  private void isLookedAtAgain(int times) {
    await()
        .until(
            () -> {
              if (orders.newest().attempts() >= times && orders.isPaused()) {
                return true;
              }
              if (orders.newest().attempts() < times) {
                orders.expireLeases();
              }
              return false;
            });
  }

  private Execution loaded() {
    receive(orders.trigger());
    var done = settled(true);
    assertThat(done.reason()).isNull();
    assertThat(done.status()).isEqualTo(Status.COMPLETED);
    return done;
  }

  private Execution settled() {
    return settled(false);
  }

  /**
   * @param quietly whether an hour passes before each look
   */
  private Execution settled(boolean quietly) {
    var hours = new AtomicInteger();
    await()
        .until(
            () -> {
              if (orders.isPaused()) {
                if (quietly) {
                  s3.clockAhead(Duration.ofHours(hours.incrementAndGet()));
                }
                orders.expireLeases();
              }
              return orders.newest().status().isOver();
            });
    return orders.newest();
  }
}
