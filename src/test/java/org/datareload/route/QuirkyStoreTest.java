package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.store.QuirkyS3;
import org.datareload.store.QuirkyS3.Quirk;
import org.datareload.store.TestZones;
import org.datareload.store.WriteSettings;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reloads on stores that answer otherwise than Amazon S3 does. */
final class QuirkyStoreTest extends QuirkyStoreContract {
  QuirkyStoreTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  /** Lets the program start on a store with these quirks. */
  private void startOn(Quirk... quirks) {
    process.close();
    s3.show(quirks);
    zones = TestZones.of(s3, zones.zones());
    orders = new TestDataset(database, zones, "orders");
    process = TestProcess.working(database, zones, FaultPoint.OPEN);
  }

  private void putSeven() {
    s3.pageSize(3);
    for (int i = 0; i < 7; i++) {
      orders.put("part-" + i + ".csv", "content " + i);
    }
  }

  private void loadsSeven() {
    putSeven();
    completes(reload());
    assertThat(orders.content()).hasSize(7).containsEntry("part-6.csv", "content 6");
    assertThat(orders.landed()).isEmpty();
  }

  private static void completes(Execution done) {
    assertThat(done.status()).as("%s", done.reason()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void failsWhereAListingGoesOnWithoutAToken() {
    s3.show(Quirk.TRUNCATED_WITHOUT_TOKEN);
    putSeven();

    var failed = reload();

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().text())
        .startsWith("the store says that a listing goes on, but not from where");
    assertThat(s3.all(zones.zones().landing())).hasSizeGreaterThanOrEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "KEY_TWICE_ON_A_PAGE",
        "KEY_ON_TWO_PAGES",
        "ETAG_IS_NO_MD5",
        "LISTED_ETAG_DIFFERS",
        "LISTED_ETAG_IN_UPPER_CASE",
        "LISTED_ETAG_ABSENT",
        "HEAD_ETAG_IN_UPPER_CASE",
        "HEAD_ETAG_ABSENT",
        "ETAG_IS_WEAK",
        "ETAG_WITHOUT_QUOTES",
        "ETAG_ABSENT",
        "COPY_RESULT_ETAG_DIFFERS",
        "COPY_RESULT_ETAG_ABSENT",
        "COPY_CONDITION_REFUSED",
        "LISTED_TIME_ABSENT",
        "HEAD_TIME_ABSENT",
        "UNSORTED_PAGES"
      })
  void loadsAFolderInSpiteOf(Quirk quirk) {
    startOn(quirk);
    loadsSeven();
    // Replaced content and a manifest of this store.
    orders.put("large.csv", new byte[2 << 20]);
    completes(reload());
    assertThat(orders.content()).containsOnlyKeys("large.csv");
    assertThat(orders.landed()).isEmpty();
  }

  @Test
  void namesFilesOfTheFolderThatAreNotLoadedAgain() {
    var landing = zones.zones().landing();
    s3.refuse(landing, "DeleteObjects", 403, "AccessDenied", QuirkyS3.ALWAYS);
    s3.refuse(landing, "DeleteObject", 403, "AccessDenied", QuirkyS3.ALWAYS);
    orders.put("a.csv", "a");
    completes(reload());

    orders.put("b.csv", "b");
    var again = reload();

    completes(again);
    assertThat(again.note()).contains("refuses to delete: a.csv");
  }

  @Test
  void failsWhereAFileIsWrittenAgainOnAStoreWithoutETags() {
    startOn(Quirk.ETAG_ABSENT);
    var changed = orders.put("a.csv", "early");
    orders.put("b.csv", "b");
    s3.onCall(
        call -> {
          if (call.operation().equals("CopyObject") && call.key().endsWith("/a.csv")) {
            s3.onCall(other -> {});
            s3.clockAhead(Duration.ofMinutes(10));
            s3.put(zones.zones().landing(), changed, "later");
          }
        });

    var failed = reload();

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().code()).isEqualTo("source_changed");
    assertThat(orders.dataset().liveExecution()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"TRUNCATED_WITHOUT_TOKEN", "SAME_TOKEN_AGAIN", "KEY_COUNT_TOO_HIGH"})
  void failsAndKeepsEverythingWhereAListingIsNotWhole(Quirk quirk) {
    orders.put("old.csv", "old");
    completes(reload());
    putSeven();
    var trigger = orders.trigger();
    s3.onCall(
        call -> {
          if (call.operation().equals("ListObjectsV2")
              && call.bucket().equals(zones.zones().landing())
              && orders.executions().size() == 2) {
            s3.show(quirk);
          }
        });
    receive(trigger);
    await().until(() -> orders.executions().size() == 2);
    var failed = ended(orders);
    s3.onCall(call -> {});
    s3.show();
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().text()).startsWith("the store says");
    assertThat(orders.content()).isEqualTo(Map.of("old.csv", "old"));
    assertThat(orders.landed()).hasSize(7);
    completes(reload());
    assertThat(orders.content()).hasSize(7);
  }

  /**
   * By DeleteObjects or one by one; where only the trigger file can go, nothing is loaded twice.
   */
  @ParameterizedTest
  @CsvSource({
    "DeleteObjects, 403, AccessDenied",
    "DeleteObjects, 501, NotImplemented",
    "DeleteObjects, 405, MethodNotAllowed"
  })
  void completesAtOnceWhereTheLandingZoneKeepsItsFiles(String batch, int status, String code) {
    var landing = zones.zones().landing();
    orders.put("a.csv", "first");
    completes(reload());
    orders.put("a.csv", "second");
    var trigger = orders.trigger();
    s3.refuse(landing, batch, status, code, QuirkyS3.ALWAYS);
    s3.refuse(landing, "DeleteObject", 403, "AccessDenied", QuirkyS3.ALWAYS);
    receive(trigger);
    await().until(() -> orders.executions().size() == 2);
    var done = ended(orders);
    completes(done);
    assertThat(done.fence()).isEqualTo(1);
    assertThat(done.notRemoved()).isEqualTo(2);
    assertThat(done.note()).contains("refuses to delete a.csv, _SUCCESS in the landing zone");
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "second"));
    receive(trigger);
    announce(orders.folder() + "a.csv");
    assertThat(process.send("direct:sweep-landing-zone", null)).isNull();
    assertThat(orders.executions()).hasSize(2);
    assertThat(orders.files("pending")).isEmpty();
  }

  @Test
  void neverLoadsANameWithALineBreakAndSaysWhy() {
    orders.put("a.csv", "a");
    for (var name : List.of("Icon\r", "two\nlines.csv", "\u2028.csv")) {
      s3.put(zones.zones().landing(), orders.folder() + name, "x");
    }
    var done = reload();
    completes(done);
    assertThat(done.note()).contains("cannot be loaded: 3", "line break");
    assertThat(orders.symlinks()).singleElement().asString().endsWith(done.id() + "/a.csv");
    assertThat(orders.rows("SELECT reason FROM landing_problem"))
        .hasSize(3)
        .allMatch(reason -> reason.contains("line break"));
    assertThat(s3.all(zones.zones().landing())).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "HeadObject, 400, ExpiredToken",
    "ListObjectsV2, 400, ExpiredToken",
    "ListMultipartUploads, 400, ExpiredToken",
    "DeleteObjects, 400, ExpiredToken",
    "CopyObject, 403, ExpiredToken",
    "PutObject, 409, ConditionalRequestConflict",
    "PutObject, 409, OperationAborted",
    "DeleteObjects, 409, OperationAborted",
    "CompleteMultipartUpload, 409, OperationAborted",
    "UploadPartCopy, 400, ExpiredToken",
    "HeadBucket, 400, ExpiredToken"
  })
  void loadsAlthoughARequestFailsOnceThatMaySucceedLater(
      String operation, int status, String code) {
    orders.put("a.csv", "a");
    orders.put("large.csv", new byte[2 << 20]);
    var trigger = orders.trigger();
    var before = s3.count(operation);
    s3.refuse(operation, status, code, 1);
    receive(trigger);
    await().until(() -> !orders.executions().isEmpty());
    completes(ended(orders));
    assertThat(s3.count(operation)).isGreaterThan(before + 1);
    assertThat(orders.landed()).isEmpty();
  }

  @Test
  void loadsAFolderWhereHeadRoundsTimesUp() {
    s3.headAhead(Duration.ofMillis(999));
    startOn();
    loadsSeven();
    assertThat(orders.executions()).hasSize(1);
  }

  @Test
  void loadsAFolderWhereHeadTellsOtherTimes() {
    s3.headAhead(Duration.ofHours(-1));
    startOn();
    announce(orders.put("announced.csv", "a"));
    orders.put("listed.csv", "b");
    completes(reload());
    assertThat(orders.content()).isEqualTo(Map.of("announced.csv", "a", "listed.csv", "b"));
    assertThat(orders.landed()).isEmpty();
  }

  @Test
  void completesWhereTheStoreListsNoUploads() {
    s3.refuse("ListMultipartUploads", 501, "NotImplemented", QuirkyS3.ALWAYS);
    s3.refuse("PutObjectTagging", 501, "NotImplemented", QuirkyS3.ALWAYS);
    startOn();
    loadsSeven();
  }

  @Test
  void completesWhereCopiesAreListedLate() {
    s3.copyLag(2);
    loadsSeven();
  }

  @Test
  void completesWhereCopiesAreNotListedAtAll() {
    s3.copyLag(20);
    loadsSeven();
  }

  @Test
  void namesTheCopiesThatAreMissing() {
    putSeven();
    var before = s3.count("CopyObject");
    s3.onCall(
        call -> {
          if (call.operation().equals("ListObjectsV2")
              && call.bucket().equals(zones.zones().lake())
              && s3.count("CopyObject") >= before + 7) {
            s3.all(call.bucket()).stream()
                .filter(object -> object.key().endsWith("/part-3.csv"))
                .forEach(object -> s3.remove(call.bucket(), object.key()));
          }
        });

    var failed = reload();

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().text())
        .isEqualTo(
            "part-3.csv is not in the data lake zone after the copy, 1 of 7 files are missing"
                + " there");
  }

  @Test
  void copiesAgainWhereTheStoreIsBusyWithTheKeyOrRenewsCredentials() {
    putSeven();
    var trigger = orders.trigger();
    s3.refuse("CopyObject", 409, "OperationAborted", 1);
    s3.refuse("CopyObject", 400, "ExpiredToken", 1);
    s3.refuse("PutObject", 400, "ExpiredToken", 1);
    receive(trigger);
    completes(ended(orders));
  }

  @Test
  void writesToTheLakeAsItsBucketPolicyDemands() {
    var demanded =
        Map.of(
            "x-amz-server-side-encryption", "aws:kms",
            "x-amz-server-side-encryption-aws-kms-key-id", "key-1",
            "x-amz-storage-class", "STANDARD_IA",
            "x-amz-acl", "bucket-owner-full-control");
    demanded.forEach((header, value) -> s3.demand(zones.zones().lake(), header, value));
    process.close();
    zones =
        TestZones.of(
            s3,
            zones.zones(),
            new WriteSettings(
                zones.zones().lake(),
                "aws:kms",
                "key-1",
                "STANDARD_IA",
                "bucket-owner-full-control"));
    process = TestProcess.working(database, zones, FaultPoint.OPEN);
    orders = new TestDataset(database, zones, "orders");
    // Large enough to be copied in parts.
    orders.put("large.csv", new byte[2 << 20]);
    completes(reload());
    orders.put("small.csv", "b");
    completes(reload());
    await()
        .until(
            () ->
                s3.all(zones.zones().lake()).stream()
                    .map(QuirkyS3.Item::key)
                    .filter(key -> key.startsWith("_receipts/"))
                    .count(),
            count -> count == 2);
    assertThat(s3.all(zones.zones().lake()))
        .allSatisfy(object -> assertThat(object.headers()).containsAllEntriesOf(demanded))
        .anyMatch(object -> object.key().startsWith("_trash/"));
    assertThat(s3.all(zones.zones().landing()))
        .noneMatch(object -> object.headers().containsKey("x-amz-acl"));
  }
}
