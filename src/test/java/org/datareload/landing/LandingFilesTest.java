package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datareload.landing.FileStatus.COMPLETED;
import static org.datareload.landing.FileStatus.DELETED;
import static org.datareload.landing.FileStatus.PENDING;
import static org.datareload.landing.FileStatus.PROCESSING;
import static org.datareload.landing.FileStatus.SUPERSEDED;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datareload.store.StoredObject;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LandingFilesTest extends LandingContract {
  private static final String KEY = FOLDER + "a+b %20 ü.csv";

  LandingFilesTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void aLandedObjectBecomesAPendingFile() {
    var object = put(KEY, "hello");

    refresh(KEY);

    assertThat(only().object()).isEqualTo(object);
    assertThat(only().name()).isEqualTo("a+b %20 ü.csv");
    assertThat(only().userId()).isEqualTo("ann");
    assertThat(only().status()).isEqualTo(PENDING);
    assertThat(only().reason()).isNull();
    assertThat(datasets.counts(orders.id()).of("pending").bytes()).isEqualTo(5);
    assertCountsMatchRows(orders);
  }

  @Test
  void aFileStaysUnchangedWhileItsObjectDoes() {
    put(KEY, "hello");
    refresh(KEY);
    var first = only();

    refresh(KEY);
    files.refreshListed(orders, listing());
    files.checkVanished(10);

    assertThat(only()).isEqualTo(first);
    assertCountsMatchRows(orders);
  }

  @Test
  void aPendingFileIsSupersededWhenAnotherObjectTakesItsKey() {
    put(KEY, "old");
    refresh(KEY);
    var second = put(KEY, "newer");

    refresh(KEY);

    assertThat(all()).extracting(LandingFile::status).containsExactly(SUPERSEDED, PENDING);
    assertThat(all().get(0).reason()).contains("Another object");
    assertThat(all().get(1).object()).isEqualTo(second);
    assertCountsMatchRows(orders);
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESSING", "COMPLETED"})
  void aFileBeyondPendingKeepsItsStatusWhenItsKeyIsTaken(FileStatus status) {
    put(KEY, "old");
    refresh(KEY);
    setStatus(only(), status);
    put(KEY, "newer");

    files.refreshListed(orders, listing());

    assertThat(all()).extracting(LandingFile::status).containsExactly(status, PENDING);
    assertThat(landedKey(all().get(0))).isNull();
    assertThat(landedKey(all().get(1))).isEqualTo(KEY);
    assertCountsMatchRows(orders);
  }

  @Test
  void aPendingFileIsDeletedWhenItsObjectVanishes() {
    put(KEY, "hello");
    refresh(KEY);
    s3.remove(KEY);

    refresh(KEY);
    refresh(KEY);

    assertThat(only().status()).isEqualTo(DELETED);
    assertThat(only().reason()).contains("vanished");
    assertThat(landedKey(only())).isNull();
    assertCountsMatchRows(orders);
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESSING", "COMPLETED"})
  void aFileBeyondPendingKeepsItsStatusWhenItsObjectVanishes(FileStatus status) {
    put(KEY, "hello");
    refresh(KEY);
    setStatus(only(), status);
    s3.remove(KEY);

    refresh(KEY);

    assertThat(only().status()).isEqualTo(status);
    assertThat(landedKey(only())).isNull();
    assertCountsMatchRows(orders);
  }

  @Test
  void anOldListingDoesNotCreateAFile() {
    put(KEY, "hello");
    var listing = listing();
    refresh(KEY);
    setStatus(only(), COMPLETED);
    s3.remove(KEY);
    refresh(KEY);

    files.refreshListed(orders, listing);

    assertThat(only().status()).isEqualTo(COMPLETED);
    assertCountsMatchRows(orders);
  }

  @Test
  void theStoreIsAskedAgainWhenTheRowChangedMeanwhile() {
    put(KEY, "old");
    s3.duringFirstHead(
        KEY,
        () -> {
          put(KEY, "newer");
          refresh(KEY);
        });

    refresh(KEY);

    assertThat(only().object().size()).isEqualTo(5);
    assertThat(only().status()).isEqualTo(PENDING);
    assertCountsMatchRows(orders);
  }

  @Test
  void anObjectThatComesBackIsANewFile() {
    put(KEY, "hello");
    refresh(KEY);
    s3.remove(KEY);
    refresh(KEY);
    put(KEY, "hello");

    files.refreshListed(orders, listing());

    assertThat(all()).extracting(LandingFile::status).containsExactly(DELETED, PENDING);
    assertCountsMatchRows(orders);
  }

  @Test
  void checkVanishedChecksAtMostTheLimit() {
    for (int i = 0; i < 5; i++) {
      put(FOLDER + i + ".csv", "x");
    }
    files.refreshListed(orders, listing());
    for (int i = 0; i < 5; i++) {
      s3.remove(FOLDER + i + ".csv");
    }

    files.checkVanished(3);
    assertThat(all()).extracting(LandingFile::status).filteredOn(DELETED::equals).hasSize(3);
    files.checkVanished(3);
    assertThat(all()).extracting(LandingFile::status).containsOnly(DELETED);
    assertCountsMatchRows(orders);
  }

  @Test
  void checkVanishedTakesTheFilesCheckedLongestAgo() {
    for (int i = 0; i < 4; i++) {
      put(FOLDER + i + ".csv", "x");
      refresh(FOLDER + i + ".csv");
    }
    files.checkVanished(3);
    for (int i = 0; i < 4; i++) {
      s3.remove(FOLDER + i + ".csv");
    }

    files.checkVanished(1);

    assertThat(all()).last().extracting(LandingFile::status).isEqualTo(DELETED);
    assertThat(all()).filteredOn(file -> file.status() == PENDING).hasSize(3);
  }

  @Test
  void concurrentRefreshesCreateOneRow() throws Exception {
    for (int round = 0; round < 5; round++) {
      var key = FOLDER + "round" + round + ".csv";
      put(key, "hello");
      var listing = listing();
      runConcurrently(
          IntStream.range(0, 8)
              .<Callable<Void>>mapToObj(
                  i ->
                      () -> {
                        if (i % 2 == 0) {
                          refresh(key);
                        } else {
                          files.refreshListed(orders, listing);
                        }
                        return null;
                      })
              .toList());

      assertThat(all()).hasSize(round + 1).extracting(LandingFile::status).containsOnly(PENDING);
      assertCountsMatchRows(orders);
    }
  }

  @Test
  void rowsMatchTheStoreAfterConcurrentChanges() throws Exception {
    var random = new Random(7);
    var keys = IntStream.range(0, 4).mapToObj(i -> FOLDER + i + ".csv").toList();
    var actions = new ArrayList<Callable<Void>>();
    for (int i = 0; i < 120; i++) {
      var key = keys.get(random.nextInt(keys.size()));
      var action = random.nextInt(6);
      var content = "x".repeat(1 + random.nextInt(9));
      actions.add(
          () -> {
            switch (action) {
              case 0 -> put(key, content);
              case 1 -> s3.remove(key);
              case 2 -> files.checkVanished(10);
              case 3 -> files.refreshListed(orders, listing());
              default -> files.refresh(orders, keys);
            }
            return null;
          });
    }
    runConcurrently(actions);
    assertCountsMatchRows(orders);

    files.refresh(orders, keys);

    assertThat(all().stream().filter(file -> file.status() == PENDING).map(LandingFile::object))
        .containsExactlyInAnyOrderElementsOf(listing());
    assertCountsMatchRows(orders);
  }

  @Test
  void aListingPageOfAThousandObjectsIsAccepted() {
    var page =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new StoredObject(FOLDER + i, 2, "e" + i, null, Instant.EPOCH))
            .toList();

    files.refreshListed(orders, page);

    assertThat(datasets.counts(orders.id()).of("pending").files()).isEqualTo(1_000);
    assertCountsMatchRows(orders);
  }

  @Test
  void timesInTheRepeatedHourOfAutumnAreKept() {
    for (var hour : List.of("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")) {
      var object = new StoredObject(FOLDER + hour, 2, "e", "v", Instant.parse(hour));
      files.refreshListed(orders, List.of(object));
      assertThat(all()).last().extracting(LandingFile::object).isEqualTo(object);
    }
  }

  @Test
  void filesArePagedAndCountedByStatusAndName() {
    for (var name : List.of("Alpha.csv", "beta.csv", "al_pha.csv", "100%.csv", "gamma!.csv")) {
      put(FOLDER + name, "x");
      refresh(FOLDER + name);
    }
    setStatus(all().get(1), PROCESSING);

    assertThat(names(null, "")).hasSize(5);
    assertThat(names(PENDING, "")).doesNotContain("beta.csv").hasSize(4);
    assertThat(names(null, "ALPHA")).containsExactly("Alpha.csv");
    assertThat(names(null, "_")).containsExactly("al_pha.csv");
    assertThat(names(null, "%")).containsExactly("100%.csv");
    assertThat(names(null, "!")).containsExactly("gamma!.csv");
    assertThat(names(PROCESSING, "beta")).containsExactly("beta.csv");
    assertThat(names(null, "\0")).isEmpty();
    var ids = all().stream().map(LandingFile::id).toList();
    assertThat(pages.find(orders.id(), List.of(ids.get(2), ids.get(0), "none")))
        .extracting(LandingFile::name)
        .containsExactly("Alpha.csv", "al_pha.csv");
    assertThat(pages.find("another", ids)).isEmpty();
    assertThat(pages.find(orders.id(), List.of())).isEmpty();
  }

  private List<String> names(FileStatus status, String name) {
    var search = new FileSearch(orders.id(), status, name);
    var found = new ArrayList<LandingFile>();
    var page = pages.page(search, null, 2);
    while (!page.isEmpty()) {
      found.addAll(page);
      page = pages.page(search, page.get(page.size() - 1).id(), 2);
    }
    assertThat(pages.count(search)).isEqualTo(found.size());
    return found.stream().map(LandingFile::name).toList();
  }

  private void refresh(String key) {
    files.refresh(orders, List.of(key));
  }

  private List<StoredObject> listing() {
    var listed = Collections.synchronizedList(new ArrayList<StoredObject>());
    s3.store().list(s3.bucket(), FOLDER, listed::addAll);
    return listed;
  }

  private static void runConcurrently(List<Callable<Void>> calls) throws Exception {
    var pool = Executors.newFixedThreadPool(8);
    try {
      for (var call : pool.invokeAll(calls)) {
        call.get();
      }
    } finally {
      pool.shutdown();
    }
  }
}
