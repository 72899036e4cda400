package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.datareload.execution.Status;
import org.datareload.store.QuirkyS3;
import org.datareload.store.QuirkyS3.Quirk;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;

/** Whatever a store's listings show, and whoever writes meanwhile: the whole folder, or nothing. */
class AccountingTest {
  private static final Quirk[] LISTINGS = {
    Quirk.TRUNCATED_WITHOUT_TOKEN,
    Quirk.SAME_TOKEN_AGAIN,
    Quirk.KEY_COUNT_TOO_HIGH,
    Quirk.KEY_TWICE_ON_A_PAGE,
    Quirk.KEY_ON_TWO_PAGES,
    Quirk.UNSORTED_PAGES,
    Quirk.LISTED_ETAG_ABSENT,
    Quirk.LISTED_ETAG_DIFFERS,
    Quirk.LISTED_ETAG_IN_UPPER_CASE,
    Quirk.HEAD_ETAG_ABSENT,
    Quirk.ETAG_ABSENT,
    Quirk.ETAG_IS_WEAK
  };

  /**
   * A folder and what happens to it.
   *
   * @param pageSize entries of a listing page
   * @param lag listings in which a new object does not show
   * @param announced whether events tell of the files
   * @param overwrites files that are written again while the listings are read
   */
  record Case(
      int files,
      int pageSize,
      int lag,
      boolean announced,
      int overwrites,
      Set<Quirk> quirks,
      long seed) {}

  @Provide
  Arbitrary<Case> cases() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(LISTINGS).set().ofMaxSize(2),
            Arbitraries.longs())
        .as(Case::new);
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void publishesTheWholeFolderOrNothing(@ForAll("cases") Case some) {
    try (var s3 = new QuirkyS3();
        var database = TestDatabases.h2()) {
      s3.show(some.quirks().stream().filter(AccountingTest::isLearned).toArray(Quirk[]::new));
      var zones = TestZones.of(s3);
      var orders = new TestDataset(database, zones, "orders");
      try (var process = TestProcess.working(database, zones, FaultPoint.OPEN)) {
        play(some, s3, orders, process);
      }
    }
  }

  private static void play(Case some, QuirkyS3 s3, TestDataset orders, TestProcess process) {
    var landing = orders.zones().zones().landing();
    var random = new Random(some.seed());
    s3.pageSize(some.pageSize());
    // A listing that lags hides what no event tells of: nobody can load it.
    s3.listingLag(some.announced() ? some.lag() : 0);
    var written = new HashMap<String, List<String>>();
    for (int i = 0; i < some.files(); i++) {
      var name = (i % 3 == 0 ? "dt=" + i + "/" : "") + "f" + i + ".csv";
      written.put(name, new ArrayList<>(List.of("first " + i)));
      orders.putAt(orders.folder() + name, ("first " + i).getBytes());
    }
    if (some.announced()) {
      var keys = written.keySet().stream().map(name -> orders.folder() + name);
      assertThat(
              process.send("direct:accept-notification", orders.event(keys.toArray(String[]::new))))
          .isNull();
    }
    var trigger = orders.trigger();
    s3.show(some.quirks().toArray(Quirk[]::new));
    var left = new int[] {some.overwrites()};
    s3.onCall(
        call -> {
          if (call.operation().startsWith("ListObjects")
              && random.nextInt(3) == 0
              && left[0]-- > 0) {
            var name = List.copyOf(written.keySet()).get(random.nextInt(written.size()));
            written.get(name).add("again " + left[0]);
            s3.put(landing, orders.folder() + name, "again " + left[0]);
          }
        });

    var failure = process.send("direct:accept-notification", trigger);
    if (failure != null) {
      // The trigger file itself could not be listed: the message comes again.
      assertThat(orders.executions()).isEmpty();
      assertThat(some.quirks()).isNotEmpty();
      return;
    }
    await().until(() -> !orders.executions().isEmpty() && orders.newest().status().isOver());

    s3.onCall(call -> {});
    s3.show();
    var done = orders.newest();
    if (done.status() == Status.COMPLETED) {
      var content = content(orders, done.id());
      assertThat(content.keySet()).isEqualTo(written.keySet());
      content.forEach((name, text) -> assertThat(written.get(name)).contains(text));
    } else {
      assertThat(done.status()).isEqualTo(Status.FAILED);
      assertThat(orders.lake()).isEmpty();
      // Only a store that contradicts itself, or a writer, keeps the folder from being loaded.
      assertThat(some.quirks().isEmpty() && some.overwrites() == 0).isFalse();
    }
  }

  private static boolean isLearned(Quirk quirk) {
    return quirk.name().contains("ETAG");
  }

  private static Map<String, String> content(TestDataset orders, String execution) {
    var lake = orders.zones().zones().lake();
    var content = new HashMap<String, String>();
    for (var object : orders.lake()) {
      var name = object.key().substring((orders.folder() + execution + "/").length());
      content.put(name, new String(orders.zones().bytes(lake, object.key())));
    }
    return content;
  }
}
