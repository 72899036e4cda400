package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.execution.Status;
import org.datareload.store.StoredObject;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/** Awkward keys, many files, large files, and a busy store. */
final class KeysTest extends ReloadContract {
  private static final List<String> AWKWARD =
      List.of(
          "two  spaces.csv",
          " leading and trailing ",
          "a+b.csv",
          "%41.csv",
          "%2F%25.csv",
          "it's \"quoted\".csv",
          "a#b?c&d=e;f.csv",
          "zażółć-gęślą.csv",
          "\uD83D\uDE80.csv",
          "${sysenv.PATH}.csv",
          "{{reload.db.password}}.csv",
          "$simple{exchangeId}.csv",
          "back\\slash:*|<>.csv",
          "tab\t.csv",
          "a,b.csv",
          "..csv..");

  KeysTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void copiesEveryKeyByteForByte() {
    var names = AWKWARD.stream().filter(name -> !name.startsWith(".")).toList();
    names.forEach(name -> announce(orders.put(name, "content of " + name)));

    var done = reload();

    assertThat(done.status()).as("status, %s", done.reason()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).containsOnlyKeys(names.toArray(String[]::new));
    orders.content().forEach((name, text) -> assertThat(text).isEqualTo("content of " + name));
    assertThat(orders.landed()).isEmpty();
    orders.put("next.csv", "next");
    reload();
    assertThat(orders.trash()).hasSize(names.size());
  }

  @Test
  void refusesAKeyThatWouldBeTooLongInTheLake() {
    var room = 1024 - orders.folder().length();
    var name = "x".repeat(room - 40);
    orders.put("fits.csv", "fits");
    orders.put(name, "its trash would not fit");
    var copies = zones.server().count(Operation.COPY);

    var failed = reload();

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason().code()).isEqualTo("key_too_long");
    assertThat(failed.reason().text()).contains(name).contains("1024");
    assertThat(zones.server().count(Operation.COPY)).isEqualTo(copies);
    assertThat(orders.lake()).isEmpty();
    assertThat(orders.files("pending")).hasSize(2);
    Invariants.quiet(orders);
  }

  @Test
  void loadsAndRetiresTheLongestNameThatAnUploadMayHave() {
    var name = "x".repeat(1024 - 61 - orders.folder().length());
    orders.put(name, "first");
    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    orders.put(name, "second");

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);

    assertThat(orders.trash()).singleElement().matches(object -> object.key().length() == 1024);
    Invariants.quiet(orders);
  }

  @Test
  void loadsThousandsOfFilesOfOneFolder() {
    IntStream.range(0, 2500).parallel().forEach(i -> orders.put(i + ".csv", "row " + i));

    var done = reload();

    assertThat(done.status()).as("status, %s", done.reason()).isEqualTo(Status.COMPLETED);
    assertThat(done.copied().files()).isEqualTo(2500);
    assertThat(orders.landed()).isEmpty();
    Invariants.quiet(orders);
  }

  @Test
  void loadsALargeFileInParts() {
    var bytes = new byte[40 << 20];
    new Random(1).nextBytes(bytes);
    orders.put("large.csv", bytes);
    var parts = zones.server().count(Operation.UPLOAD_PART);

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);

    assertThat(zones.server().count(Operation.UPLOAD_PART) - parts).isEqualTo(8);
    var copy = orders.lake().get(0);
    assertThat(zones.bytes(zones.zones().lake(), copy.key())).isEqualTo(bytes);
    Invariants.quiet(orders);
  }

  @Test
  void finishesIfTheStoreRefusesATenthOfAllRequests() {
    IntStream.range(0, 200).forEach(i -> orders.put(i + ".csv", "row " + i));
    var event = orders.trigger();
    var requests = new AtomicInteger();
    before(
        call -> {
          if (requests.incrementAndGet() % 10 == 0) {
            throw ObservedStore.slowDown();
          }
        });

    receive(event);

    assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);
    assertThat(requests.get()).isGreaterThan(400);
    before(call -> {});
    Invariants.quiet(orders);
  }

  @Test
  void aFailedExecutionDeletesAllCopiesButThoseThatTheStoreRefusesToDelete() {
    List.of("a.csv", "b.csv", "c.csv").forEach(name -> orders.put(name, name));
    var tried = new ConcurrentLinkedQueue<String>();
    var copied = new CountDownLatch(2);
    zones
        .server()
        .intercept(
            new Interceptor() {
              @Override
              public void before(Call call) {
                if (isCopyOf("/c.csv").test(call)) {
                  awaitLatch(copied);
                  throw ObservedStore.refusal(403, "AccessDenied", "no right to copy");
                }
                if (call.operation() == Operation.DELETE_BATCH) {
                  throw ObservedStore.refusal(501, "NotImplemented", "no batches");
                }
                if (call.operation() == Operation.DELETE) {
                  tried.add(call.key());
                  if (call.key().endsWith("/a.csv")) {
                    throw ObservedStore.refusal(403, "AccessDenied", "no right to delete");
                  }
                }
              }

              @Override
              public void after(Call call) {
                if (call.operation() == Operation.COPY) {
                  copied.countDown();
                }
              }
            });

    var failed = reload();

    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.notRemoved()).isEqualTo(1);
    assertThat(failed.note()).startsWith("The store refuses to delete copies of this execution");
    assertThat(orders.lake()).singleElement().matches(object -> object.key().endsWith("/a.csv"));

    tried.clear();
    orders.cleanUp(process);
    assertThat(tried).isNotEmpty().allMatch(key -> key.endsWith("/a.csv"));
    assertThat(orders.newest().notRemoved()).isEqualTo(1);

    zones.server().intercept(Interceptor.NONE);
    orders.cleanUp(process);
    assertThat(orders.newest().notRemoved()).isZero();
    assertThat(orders.newest().note()).isNull();
    Invariants.quiet(orders);
  }

  @Test
  void completesAtOnceIfTheStoreRefusesDeletes() {
    orders.put("a.csv", "first");
    reload();
    orders.put("a.csv", "second");
    var event = orders.trigger();
    before(
        call -> {
          if (call.operation() == Operation.DELETE || call.operation() == Operation.DELETE_BATCH) {
            throw ObservedStore.refusal(403, "AccessDenied", "no right to delete");
          }
        });

    receive(event);

    var done = ended(orders);
    assertThat(done.status()).isEqualTo(Status.COMPLETED);
    assertThat(done.fence()).isEqualTo(1);
    // The old object in the lake, the loaded file and its trigger file.
    assertThat(done.notRemoved()).isEqualTo(3);
    assertThat(done.note()).contains("refuses to delete a.csv, _SUCCESS in the landing zone");
    assertThat(orders.content().get("a.csv")).isEqualTo("second");
    assertThat(zones.list(zones.zones().lake(), "_receipts/"))
        .extracting(StoredObject::key)
        .contains("_receipts/" + orders.dataset().name() + "/" + orders.newest().id() + ".csv");
    Invariants.always(orders);

    receive(orders.event(orders.folder() + "a.csv", orders.folder() + "_SUCCESS"));
    assertThat(ended(orders).id()).isEqualTo(done.id());
    orders.cleanUp(process);
    assertThat(orders.newest().notRemoved()).isEqualTo(3);
    assertThat(orders.newest().note()).isEqualTo(done.note());

    before(call -> {});
    orders.cleanUp(process);
    assertThat(orders.newest().notRemoved()).isZero();
    assertThat(orders.newest().note()).isNull();
    assertThat(orders.landed()).isEmpty();
    Invariants.quiet(orders);
  }
}
