package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.datareload.landing.FileStatus.DELETED;
import static org.datareload.landing.FileStatus.PENDING;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

abstract class LandingZoneContract extends LandingContract {
  private static final String TRIGGER = FOLDER + "_SUCCESS";

  LandingZoneContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void followsAnEventToWhatStandsThere() {
    var key = FOLDER + "a+b %20.csv";
    var object = put(key, "hello");

    assertThat(landingZone.receive(event("ObjectCreated:Put", key))).isEmpty();

    assertThat(only().object()).isEqualTo(object);
    assertCountsAreReal(orders);
  }

  @Test
  void believesTheStoreAndNotTheEvent() {
    put(FOLDER + "here.csv", "x");

    landingZone.receive(event("ObjectCreated:Put", FOLDER + "nowhere.csv"));
    landingZone.receive(event("ObjectRemoved:Delete", FOLDER + "here.csv"));

    assertThat(only().name()).isEqualTo("here.csv");
    assertThat(only().status()).isEqualTo(PENDING);
  }

  @Test
  void handsOverATriggerFileThatStands() {
    var before = files.now();
    var object = put(TRIGGER, "");

    var triggers = landingZone.receive(event("ObjectCreated:Put", TRIGGER, TRIGGER));

    assertThat(triggers).hasSize(1);
    assertThat(triggers.get(0).object()).isEqualTo(object);
    assertThat(triggers.get(0).dataset()).isEqualTo(orders);
    assertThat(triggers.get(0).key().folder()).isEqualTo(FOLDER);
    assertThat(triggers.get(0).observedAt()).isBetween(before, files.now());
    assertThat(all()).isEmpty();
    s3.remove(TRIGGER);
    assertThat(landingZone.receive(event("ObjectCreated:Put", TRIGGER))).isEmpty();
  }

  @Test
  void leavesOtherBucketsProbesAndFolderMarkersAlone() {
    var key = FOLDER + "a.csv";
    put(key, "x");
    put("_reload-probe/a", "x");
    put("sales/orders/", "");

    landingZone.receive(event("ObjectCreated:Put", key).replace(s3.bucket(), "another"));
    landingZone.receive(event("ObjectCreated:Put", "_reload-probe/a", "sales/orders/"));
    landingZone.receive(event("ObjectTagging:Put", key));

    assertThat(all()).isEmpty();
    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void doesNothingOfAMessageThatItCannotRead() {
    var key = FOLDER + "a.csv";
    put(key, "x");
    var body = event("ObjectCreated:Put", key).replace("]}", ",{}]}");

    assertThatThrownBy(() -> landingZone.receive(body))
        .isInstanceOf(UnreadableEventException.class);

    assertThat(all()).isEmpty();
  }

  @Test
  void takesThousandsOfRecordsInOneMessage() {
    put(FOLDER + "1500", "x");
    var keys = IntStream.range(0, 2_000).mapToObj(i -> FOLDER + i).toArray(String[]::new);

    landingZone.receive(event("ObjectCreated:Put", keys));

    assertThat(only().name()).isEqualTo("1500");
  }

  @Test
  void looksForNoKeyThatNoObjectCanHave() {
    var keys = new String[] {FOLDER + "a\0b", FOLDER + "x".repeat(2_000)};

    assertThat(landingZone.receive(event("ObjectCreated:Put", keys))).isEmpty();
    assertThat(landingZone.refresh(List.of("\ud800"))).isEmpty();
    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void asksForNoKeyWithAnOddSegmentAndFollowsTheRestOfTheMessage() {
    put(FOLDER + "a.csv", "x");
    var keys =
        new String[] {
          "../../etc/passwd", "/../x", FOLDER + "../b", "a/./b", "/a", "a//b", FOLDER + "a.csv"
        };

    assertThat(landingZone.receive(event("ObjectCreated:Put", keys))).isEmpty();

    assertThat(only().name()).isEqualTo("a.csv");
    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void notesWhyNoDatasetCanTakeAnObject() {
    put("stray.csv", "x");
    put("sales/unknown/upload_date=1700000000/ann/csv/a.csv", "xx");
    put("sales/orders/upload_date=1700000000/ann/parquet/a.parquet", "xxx");
    put(FOLDER + "_committed_1", "xxxx");
    put("sales/orders/upload_date=1700000000/ann/parquet/_SUCCESS", "");

    var keys = new ArrayList<String>();
    s3.store().list(s3.bucket(), "", page -> page.forEach(object -> keys.add(object.key())));
    assertThat(landingZone.receive(event("ObjectCreated:Put", keys.toArray(String[]::new))))
        .isEmpty();

    assertThat(problems.page(null, 10))
        .extracting(LandingProblem::reason)
        .anyMatch(reason -> reason.contains("1 segments"))
        .anyMatch(reason -> reason.contains("No dataset sales/unknown is registered"))
        .anyMatch(reason -> reason.contains("of type csv, but the key says parquet"))
        .anyMatch(reason -> reason.contains("hide"))
        .hasSize(5);
    assertThat(problems.page(orders.id(), null, 10)).hasSize(3);
    assertThat(all()).isEmpty();
  }

  @Test
  void pagesTheProblems() {
    for (int i = 0; i < 5; i++) {
      put("stray" + i, "x");
    }
    sweeps.sweep(trigger -> {});

    var first = problems.page(null, 3);
    var second = problems.page(first.get(2).key(), 3);

    assertThat(first).extracting(LandingProblem::key).containsExactly("stray0", "stray1", "stray2");
    assertThat(second).extracting(LandingProblem::key).containsExactly("stray3", "stray4");
  }

  @Test
  void forgetsAProblemWhoseObjectHasGone() {
    put("stray1.csv", "x");
    put("stray2.csv", "x");
    sweeps.sweep(trigger -> {});
    assertThat(problems.page(null, 10)).hasSize(2);
    s3.remove("stray1.csv");
    s3.remove("stray2.csv");

    landingZone.receive(event("ObjectRemoved:Delete", "stray1.csv"));
    assertThat(problems.page(null, 10)).hasSize(1);
    sweeps.sweep(trigger -> {});

    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void forgetsAProblemWhoseCauseHasGone() {
    var folder = "sales/late/upload_date=1700000000/ann/csv/";
    put(folder + "a.csv", "x");
    put(folder + "_SUCCESS", "");
    sweeps.sweep(trigger -> {});
    assertThat(problems.page(null, 10)).hasSize(2);

    var late = create("late");
    var triggers = new ArrayList<TriggerFile>();
    sweeps.sweep(triggers::add);

    assertThat(problems.page(null, 10)).isEmpty();
    assertThat(triggers).extracting(TriggerFile::dataset).containsExactly(late);
    assertThat(datasets.counts(late.id()).of("pending").files()).isEqualTo(1);
  }

  @Test
  void notesAProblemOnceForManyAtATime() throws Exception {
    for (int i = 0; i < 10; i++) {
      put("stray" + i, "x");
    }
    var pool = Executors.newFixedThreadPool(8);
    var all =
        IntStream.range(0, 8)
            .mapToObj(i -> pool.submit(() -> sweeps.sweep(trigger -> {})))
            .toList();
    for (var one : all) {
      one.get();
    }
    pool.shutdown();

    assertThat(problems.page(null, 100)).hasSize(10);
  }

  @Test
  void sweepsWhatNoEventToldOf() {
    IntStream.range(0, 1_100).parallel().forEach(i -> put(FOLDER + "%04d.csv".formatted(i), "x"));
    put(TRIGGER, "");
    var other = create("other");
    put("sales/other/upload_date=1700000000/ann/csv/a.csv", "xyz");

    var triggers = new ArrayList<TriggerFile>();
    sweeps.sweep(
        trigger -> {
          assertThat(datasets.counts(orders.id()).of("pending").files()).isEqualTo(1_100);
          triggers.add(trigger);
        });
    sweeps.sweep(trigger -> {});

    assertThat(triggers).extracting(trigger -> trigger.key().toString()).containsExactly(TRIGGER);
    assertThat(datasets.counts(other.id()).of("pending").bytes()).isEqualTo(3);
    assertCountsAreReal(orders);
    assertCountsAreReal(other);
    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void sweepsUpFilesThatVanished() {
    put(FOLDER + "a.csv", "x");
    sweeps.sweep(trigger -> {});
    s3.remove(FOLDER + "a.csv");

    sweeps.sweep(trigger -> {});

    assertThat(only().status()).isEqualTo(DELETED);
    assertCountsAreReal(orders);
  }

  private String event(String name, String... keys) {
    var record =
        """
        {"eventSource":"aws:s3","eventName":"%s","s3":{"bucket":{"name":"%s"},
         "object":{"key":"%s"}}}""";
    return Arrays.stream(keys)
        .map(key -> URLEncoder.encode(key, StandardCharsets.UTF_8))
        .map(key -> record.formatted(name, s3.bucket(), key))
        .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
  }
}
