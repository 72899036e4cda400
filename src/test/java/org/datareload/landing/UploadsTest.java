package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.store.Presigner;
import org.datareload.store.StoreSettings;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UploadsTest extends LandingContract {
  private static final int PART = 5 << 20;

  private Presigner presigner;
  private Uploads uploads;

  UploadsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void open() {
    var unused =
        new StoreSettings(URI.create("http://127.0.0.1:9"), "us-east-1", true, 1, PART, PART);
    presigner = Presigner.open(unused, unused.endpoint(), Duration.ofMinutes(1));
    uploads =
        new Uploads(
            jdbi.onDemand(UploadSql.class),
            s3.store(),
            presigner,
            landingZone,
            new Uploads.Sizes(10, PART, Duration.ofDays(1)),
            s3.bucket());
  }

  @AfterEach
  void close() {
    presigner.close();
  }

  @Test
  void abortingAnUploadKeepsUploadsWhoseNamesBeginWithItsName() {
    var prepared = uploads.prepare(orders, "ann", List.of(upload("part-1"), upload("part-10")));

    uploads.abort(prepared.subList(0, 1));

    assertThat(openKeys()).containsExactly(prepared.get(1).key());
  }

  @Test
  void anIncompleteUploadIsNotAFile() {
    var prepared = uploads.prepare(orders, "ann", List.of(upload("a.csv")));
    put(prepared.get(0).key(), "too short");

    assertThat(uploads.complete(prepared))
        .containsEntry(prepared.get(0).id(), "9 of 20 bytes have arrived; send the file again");
    assertThat(all()).isEmpty();
  }

  @Test
  void aNameIsAsLongAsItsKeyInTheTrashAllows() {
    var path = "dt=2026-11-01/".repeat(50);
    var key = uploads.prepare(orders, "ann", List.of(upload(path + "a.csv"))).get(0).key();
    var room = 1024 - 61 - (key.length() - (path + "a.csv").length());
    var longest = path + "é".repeat((room - path.length()) / 2);

    assertThat(uploads.prepare(orders, "ann", List.of(upload(longest))).get(0).name())
        .isEqualTo(longest);
    assertThatThrownBy(() -> uploads.prepare(orders, "ann", List.of(upload(longest + "xx"))))
        .isInstanceOfSatisfying(
            InvalidFieldsException.class,
            invalid ->
                assertThat(invalid.errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.field()).isEqualTo("files[0].name"))
                    .satisfies(
                        error ->
                            assertThat(error.message()).contains("at most " + room + " bytes")));
  }

  @Test
  void atMostFiftyInvalidNamesAreNamed() {
    var invalid = IntStream.range(0, 60).mapToObj(i -> upload("_" + i)).toList();

    assertThatThrownBy(() -> uploads.prepare(orders, "ann", invalid))
        .isInstanceOfSatisfying(
            InvalidFieldsException.class, e -> assertThat(e.errors()).hasSize(50));
  }

  @Test
  void parallelUploadsOfOneNameAllGetKeysOfTheirOwn() throws Exception {
    var together = new CountDownLatch(8);
    Callable<String> uploader =
        () -> {
          together.countDown();
          together.await();
          return uploads.prepare(orders, "ann", List.of(upload("a.csv"))).get(0).key();
        };
    var pool = Executors.newFixedThreadPool(8);
    try {
      var keys = new HashSet<String>();
      for (var prepared : pool.invokeAll(Collections.nCopies(8, uploader))) {
        keys.add(prepared.get());
      }
      assertThat(keys).hasSize(8).allMatch(key -> key.endsWith("/ann/csv/a.csv"));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aUserHasABoundedNumberOfUploadsInFlight() {
    fill("ann", 19_999);
    var last = uploads.prepare(orders, "ann", List.of(upload("last.csv")));

    assertThatThrownBy(() -> uploads.prepare(orders, "ann", List.of(upload("more.csv"))))
        .isInstanceOf(TooManyUploadsException.class)
        .hasMessage("You would have 20001 uploads in flight, and may have 20000");
    assertThat(uploads.prepare(orders, "ben", List.of(upload("b.csv")))).hasSize(1);
    uploads.abort(last);
    assertThat(uploads.prepare(orders, "ann", List.of(upload("again.csv")))).hasSize(1);
  }

  @Test
  void theLastUploadsOfAllAreForUsersWhoHaveNone() {
    for (var user = 0; user < 9; user++) {
      fill("user" + user, 17_700);
    }
    fill("ann", 700);

    assertThatThrownBy(() -> uploads.prepare(orders, "ann", List.of(upload("a.csv"))))
        .isInstanceOf(TooManyUploadsException.class)
        .hasMessage("All users together have 160000 uploads in flight");
    assertThat(uploads.prepare(orders, "ben", List.of(upload("b.csv")))).hasSize(1);
  }

  private void fill(String user, int rows) {
    var batch =
        IntStream.range(0, rows)
            .mapToObj(
                i ->
                    new Upload(
                        user + i, orders.id(), user, user + "/" + i, "f", 1, "", null, null, null))
            .toList();
    jdbi.useTransaction(handle -> handle.attach(UploadSql.class).insert(batch));
  }

  private static NewUpload upload(String name) {
    return new NewUpload(name, 20, null);
  }

  /** The keys of the open multipart uploads; aborts none. */
  private List<String> openKeys() {
    var keys = new ArrayList<String>();
    s3.store()
        .abortUploads(
            s3.bucket(),
            "",
            key -> {
              keys.add(key);
              return false;
            });
    return keys;
  }
}
