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
import org.datareload.landing.KeyClassifier.Ignored;
import org.datareload.landing.KeyClassifier.WriterObject;
import org.datareload.landing.LandingProblemSql.NewProblem;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

class LandingZoneTest extends LandingContract {
  private static final String TRIGGER = FOLDER + "_SUCCESS";

  LandingZoneTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void anEventCreatesAFileFromTheStoredObject() {
    var key = FOLDER + "a+b %20.csv";
    var object = put(key, "hello");

    var landed = receive(event("ObjectCreated:Put", key));

    assertThat(landed).extracting(LandedObject::objectKey).containsExactly(key);
    assertThat(landed).noneMatch(LandedObject::isTrigger);

    assertThat(only().object()).isEqualTo(object);
    assertCountsMatchRows(orders);
  }

  @Test
  void theStoreDecidesAndNotTheEvent() {
    put(FOLDER + "here.csv", "x");

    receive(event("ObjectCreated:Put", FOLDER + "missing.csv"));
    receive(event("ObjectRemoved:Delete", FOLDER + "here.csv"));

    assertThat(only().name()).isEqualTo("here.csv");
    assertThat(only().status()).isEqualTo(PENDING);
  }

  @Test
  void aTriggerFileIsFoundWhileItExists() {
    var before = files.now();
    var object = put(TRIGGER, "");

    var landed = receive(event("ObjectCreated:Put", TRIGGER, TRIGGER));

    assertThat(landed).hasSize(1).allMatch(LandedObject::isTrigger);
    var trigger = landingZone.findTrigger(landed.get(0));
    assertThat(trigger.object()).isEqualTo(object);
    assertThat(trigger.dataset()).isEqualTo(orders);
    assertThat(trigger.key().folder()).isEqualTo(FOLDER);
    assertThat(trigger.observedAt()).isBetween(before, files.now());
    assertThat(trigger.messageId()).isEqualTo(object.exactIdentity() + "\n" + TRIGGER);
    assertThat(all()).isEmpty();
    s3.remove(TRIGGER);
    assertThat(landingZone.findTrigger(landed.get(0))).isNull();
  }

  @Test
  void otherBucketsProbesFolderMarkersAndOtherEventsAreIgnored() {
    var key = FOLDER + "a.csv";
    put(key, "x");
    put("_reload-probe/a", "x");
    put("sales/orders/", "");

    receive(event("ObjectCreated:Put", key).replace(s3.bucket(), "another"));
    receive(event("ObjectCreated:Put", "_reload-probe/a", "sales/orders/"));
    receive(event("ObjectTagging:Put", key));

    assertThat(all()).isEmpty();
    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void anUnreadableMessageChangesNothing() {
    var key = FOLDER + "a.csv";
    put(key, "x");
    var body = event("ObjectCreated:Put", key).replace("]}", ",{}]}");

    assertThatThrownBy(() -> receive(body)).isInstanceOf(UnreadableEventException.class);

    assertThat(all()).isEmpty();
  }

  @Test
  void aMessageMayHaveThousandsOfRecords() {
    put(FOLDER + "1500", "x");
    var keys = IntStream.range(0, 2_000).mapToObj(i -> FOLDER + i).toArray(String[]::new);

    receive(event("ObjectCreated:Put", keys));

    assertThat(only().name()).isEqualTo("1500");
  }

  @Test
  void keysThatNoObjectCanHaveAreIgnored() {
    var keys = new String[] {FOLDER + "a\0b", FOLDER + "x".repeat(2_000)};

    assertThat(receive(event("ObjectCreated:Put", keys))).isEmpty();
    assertThat(landingZone.refreshKeys(List.of("\ud800"))).isEmpty();
    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void keysWithDotSegmentsAreSkippedAndTheRestIsRefreshed() {
    put(FOLDER + "a.csv", "x");
    var keys =
        new String[] {
          "../../etc/passwd", "/../x", FOLDER + "../b", "a/./b", "/a", "a//b", FOLDER + "a.csv"
        };

    assertThat(receive(event("ObjectCreated:Put", keys))).hasSize(1);

    assertThat(only().name()).isEqualTo("a.csv");
    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void misplacedObjectsAreProblemsWithAReason() {
    put("stray.csv", "x");
    put("sales/unknown/upload_date=1700000000/ann/csv/a.csv", "xx");
    put("sales/orders/upload_date=1700000000/ann/parquet/a.parquet", "xxx");
    put(FOLDER + "_hidden.csv", "xxxx");
    put("sales/orders/upload_date=1700000000/ann/parquet/_SUCCESS", "");

    var keys = new ArrayList<String>();
    s3.store().list(s3.bucket(), "", page -> page.forEach(object -> keys.add(object.key())));
    assertThat(receive(event("ObjectCreated:Put", keys.toArray(String[]::new)))).isEmpty();

    assertThat(problems.page(null, 10))
        .extracting(LandingProblem::reason)
        .anyMatch(reason -> reason.contains("1 segment"))
        .anyMatch(reason -> reason.contains("No dataset sales/unknown is registered"))
        .anyMatch(reason -> reason.contains("of type csv, but the key says parquet"))
        .anyMatch(reason -> reason.contains("hide"))
        .hasSize(5);
    assertThat(problems.page(orders.id(), null, 10))
        .hasSize(3)
        .extracting(LandingProblem::suggestion)
        .anyMatch(suggestion -> suggestion.endsWith("Did you mean " + FOLDER + "hidden.csv?"))
        .anyMatch(suggestion -> suggestion.startsWith("FileType of this dataset is csv."));
    assertThat(all()).isEmpty();
  }

  @Test
  void filesThatWritersKeepForThemselvesAreNoProblems() {
    var own = List.of(FOLDER + "_temporary/0/part-0.csv", FOLDER + "_committed_1");
    own.forEach(key -> put(key, "x"));
    put(FOLDER + "_SUCCESS/", "");

    sweep();
    receive(event("ObjectCreated:Put", own.toArray(String[]::new)));

    assertThat(problems.page(null, 10))
        .extracting(LandingProblem::key)
        .containsExactly(FOLDER + "_SUCCESS/");
    assertThat(all()).isEmpty();
    s3.remove(FOLDER + "_SUCCESS/");
    sweep();
    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void aProblemIsForgottenWhenItsFileIsKnownAsAWritersOwn() {
    var key = FOLDER + "_temporary/0/part-0.csv";
    put(key, "x");
    problems.note(List.of(new NewProblem(key, orders.id(), "named by an older release", "", 1)));

    sweep();

    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void filesInSubfoldersArePendingUnderTheirPath() {
    put(FOLDER + "dt=2026-11-01/part-0.csv", "x");
    put(FOLDER + "dt=2026-11-01/_SUCCESS", "");

    var triggers = sweep();

    assertThat(only().name()).isEqualTo("dt=2026-11-01/part-0.csv");
    assertThat(triggers)
        .extracting(landed -> landed.key().triggerFolder())
        .containsExactly(FOLDER + "dt=2026-11-01/");
  }

  @Test
  void aKeyOfNoDatasetIsComparedWithAllDatasets() {
    put("sales/Order/upload_date=1700000000/ann/csv/a.csv", "x");

    sweep();

    assertThat(problems.page(null, 10))
        .extracting(LandingProblem::suggestion)
        .containsExactly("A dataset is named sales/orders. Did you mean " + FOLDER + "a.csv?");
  }

  @Test
  void problemsArePagedByKey() {
    for (int i = 0; i < 5; i++) {
      put("stray" + i, "x");
    }
    sweep();

    var first = problems.page(null, 3);
    var second = problems.page(first.get(2).key(), 3);

    assertThat(first).extracting(LandingProblem::key).containsExactly("stray0", "stray1", "stray2");
    assertThat(second).extracting(LandingProblem::key).containsExactly("stray3", "stray4");
  }

  @Test
  void aProblemIsForgottenWhenItsObjectIsGone() {
    put("stray1.csv", "x");
    put("stray2.csv", "x");
    sweep();
    assertThat(problems.page(null, 10)).hasSize(2);
    s3.remove("stray1.csv");
    s3.remove("stray2.csv");

    receive(event("ObjectRemoved:Delete", "stray1.csv"));
    assertThat(problems.page(null, 10)).hasSize(1);
    sweep();

    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void aProblemWhoseKeyCannotBeAskedForIsForgottenWhenItsObjectIsNotListed() {
    problems.note(List.of(new NewProblem(FOLDER + "d//a.csv", orders.id(), "empty", "", 1)));
    put(FOLDER + "d", "x");

    sweep();

    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void theClassOfAKeyTellsItsDataset() {
    var classifier = new KeyClassifier(datasets);

    assertThat(classifier.classify(FOLDER + "_temporary/0/a.csv"))
        .isEqualTo(new WriterObject(orders.id()));
    assertThat(classifier.classify("sales/orders/upload_date=1700000000_$folder$"))
        .isEqualTo(new WriterObject(orders.id()));
    assertThat(classifier.classify("sales_$folder$")).isEqualTo(new WriterObject(null));
    assertThat(classifier.classify("_reload-probe/a")).isEqualTo(new Ignored());
    assertThat(classifier.classify(FOLDER + "d/_SUCCESS"))
        .isInstanceOfSatisfying(
            LandedObject.class, landed -> assertThat(landed.dataset()).isEqualTo(orders));
  }

  @Test
  void aProblemIsForgottenWhenItsDatasetIsCreated() {
    var folder = "sales/late/upload_date=1700000000/ann/csv/";
    put(folder + "a.csv", "x");
    put(folder + "_SUCCESS", "");
    sweep();
    assertThat(problems.page(null, 10)).hasSize(2);

    var late = create("late");
    var triggers = sweep();

    assertThat(problems.page(null, 10)).isEmpty();
    assertThat(triggers).extracting(LandedObject::dataset).containsExactly(late);
    assertThat(datasets.counts(late.id()).of("pending").files()).isEqualTo(1);
  }

  @Test
  void concurrentSweepsNoteAProblemOnce() throws Exception {
    for (int i = 0; i < 10; i++) {
      put("stray" + i, "x");
    }
    var pool = Executors.newFixedThreadPool(8);
    var all = IntStream.range(0, 8).mapToObj(i -> pool.submit(this::sweep)).toList();
    for (var one : all) {
      one.get();
    }
    pool.shutdown();

    assertThat(problems.page(null, 100)).hasSize(10);
  }

  @Test
  void aSweepFindsObjectsWithoutEventsBeforeItReturnsTriggers() {
    IntStream.range(0, 1_100).parallel().forEach(i -> put(FOLDER + "%04d.csv".formatted(i), "x"));
    put(TRIGGER, "");
    var other = create("other");
    put("sales/other/upload_date=1700000000/ann/csv/a.csv", "xyz");

    var triggers = sweeps.list();

    assertThat(triggers).extracting(LandedObject::objectKey).containsExactly(TRIGGER);
    assertThat(datasets.counts(orders.id()).of("pending").files()).isEqualTo(1_100);
    assertThat(sweeps.recheck()).isEmpty();
    assertThat(sweep()).isEqualTo(triggers);
    assertThat(datasets.counts(other.id()).of("pending").bytes()).isEqualTo(3);
    assertCountsMatchRows(orders);
    assertCountsMatchRows(other);
    assertThat(problems.page(null, 10)).isEmpty();
  }

  @Test
  void aSweepFindsFilesThatVanished() {
    put(FOLDER + "a.csv", "x");
    sweep();
    s3.remove(FOLDER + "a.csv");

    sweep();

    assertThat(only().status()).isEqualTo(DELETED);
    assertCountsMatchRows(orders);
  }

  private List<LandedObject> receive(String body) {
    return landingZone.refresh(notifications.parse(body)).objects();
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
