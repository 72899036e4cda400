package org.datareload.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.datareload.demo.EmbeddedS3;
import org.datareload.store.PutCondition.Always;
import org.datareload.store.PutCondition.IfAbsent;
import org.datareload.store.PutCondition.IfMatch;
import org.datareload.store.Removal.Changed;
import org.datareload.store.Removal.Removed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store that Data Reload works on is held to. */
abstract class ObjectStoreContract {
  static final String LZ = "landing";
  static final String DLZ = "lake";

  @TempDir Path files;
  EmbeddedS3 s3;
  StoreRig rig;
  ObjectStore store;

  abstract EmbeddedS3 start(Path directory);

  @BeforeEach
  void open() {
    s3 = start(files.resolve("s3"));
    s3.createBucket(LZ);
    s3.createBucket(DLZ);
    rig = StoreRig.open(s3);
    store = rig.store(LZ, DLZ);
  }

  @AfterEach
  void close() {
    rig.close();
    s3.close();
  }

  @Test
  void listsEveryObjectBelowAPrefixByPages() {
    putAll(IntStream.range(0, 2_500).mapToObj(i -> "a/%04d.csv".formatted(i)).toList());
    put(LZ, "b/other.csv", "x");
    var sizes = new ArrayList<Integer>();
    var keys = new ArrayList<String>();
    store.list(
        LZ,
        "a/",
        page -> {
          sizes.add(page.size());
          page.forEach(object -> keys.add(object.key()));
        });
    assertThat(sizes).containsExactly(1_000, 1_000, 500);
    assertThat(keys).hasSize(2_500).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void listsNothingBelowAnEmptyPrefix() {
    assertThat(listed(LZ, "nothing/")).isEmpty();
  }

  @Test
  void carriesAwkwardKeysThroughEveryStep() {
    var keys =
        List.of(
            "d/with space.csv",
            "d/a+b%20c%41.csv",
            "d/'single' \"double\".csv",
            "d/#?&=;,:@$!*()[].csv",
            "d/zażółć-ñ-日本.csv",
            "d/\uD83D\uDE80 rocket.csv",
            "d/${sysenv.PATH}.csv",
            "d/{{db.password}}.csv",
            "d/ leading and trailing .csv ",
            "d/..csv",
            "d/<b>&amp;.csv",
            "d/upload_date=1700000000/x");
    putAll(keys);
    List<StoredObject> landed = listed(LZ, "d/");
    assertThat(landed).extracting(StoredObject::key).containsExactlyInAnyOrderElementsOf(keys);
    for (StoredObject source : landed) {
      StoredObject copy = store.copy(LZ, source, new ObjectRef(DLZ, "to/" + source.key())).join();
      assertThat(copy.etag()).isEqualTo(source.etag());
      assertThat(store.head(new ObjectRef(DLZ, copy.key())).join()).contains(copy);
    }
    assertThat(store.removeUnchanged(LZ, landed).join()).allMatch(Removed.class::isInstance);
    assertThat(listed(LZ, "d/")).isEmpty();
    assertThat(store.remove(DLZ, keys.stream().map(key -> "to/" + key).toList()).join())
        .allMatch(Removed.class::isInstance);
    assertThat(listed(DLZ, "")).isEmpty();
  }

  @Test
  void headOfNothingIsEmpty() {
    assertThat(store.head(new ObjectRef(LZ, "none")).join()).isEmpty();
    assertThat(store.headMarked(new ObjectRef(LZ, "none")).join()).isEmpty();
  }

  @Test
  void writesAndTellsMetadata() {
    var ref = new ObjectRef(DLZ, "m/current.json");
    String etag =
        store
            .put(ref, file("{}"), "application/json", Map.of("generation", "7"), new Always())
            .join();
    var marked = store.headMarked(ref).join().orElseThrow();
    assertThat(marked.metadata()).containsExactly(Map.entry("generation", "7"));
    assertThat(marked.object().etag()).isEqualTo(etag).isEqualTo(Etags.md5(file("{}")));
    assertThat(marked.object().size()).isEqualTo(2);
  }

  @Test
  void putsOnlyWhereNothingStands() {
    var ref = new ObjectRef(DLZ, "once");
    put(ref, "first", new IfAbsent());
    assertThatThrownBy(() -> put(ref, "second", new IfAbsent()))
        .hasCauseInstanceOf(ConditionFailedException.class)
        .hasMessageContaining("s3://lake/once");
    assertThat(store.head(ref).join().orElseThrow().etag()).isEqualTo(Etags.md5(file("first")));
  }

  @Test
  void putsOnlyOverTheObjectThatWasSeen() {
    var ref = new ObjectRef(DLZ, "cas");
    assertThatThrownBy(() -> put(ref, "x", new IfMatch("0123")))
        .hasCauseInstanceOf(ConditionFailedException.class);
    String first = put(ref, "first", new Always());
    String second = put(ref, "second", new IfMatch(first));
    assertThatThrownBy(() -> put(ref, "third", new IfMatch(first)))
        .hasCauseInstanceOf(ConditionFailedException.class);
    assertThat(store.head(ref).join().orElseThrow().etag()).isEqualTo(second);
  }

  @Test
  void copiesAnEmptyObject() {
    StoredObject source = put(LZ, "empty", "");
    StoredObject copy = store.copy(LZ, source, new ObjectRef(DLZ, "empty")).join();
    assertThat(copy.size()).isZero();
  }

  @Test
  void refusesToCopyASourceThatChanged() {
    StoredObject source = put(LZ, "a", "planned");
    put(LZ, "a", "other");
    assertRefusedCopy(source, "changed");
  }

  @Test
  void refusesToCopyASourceThatChangedWhereTheStoreIgnoresTheCondition() {
    s3.ignoreCopyConditions(true);
    StoredObject source = put(LZ, "a", "planned");
    put(LZ, "a", "other");
    assertRefusedCopy(source, "changed");
  }

  @Test
  void refusesToCopyASourceThatIsGone() {
    StoredObject source = put(LZ, "a", "planned");
    store.remove(LZ, List.of("a")).join();
    assertRefusedCopy(source, "gone");
  }

  @Test
  void removesOnlyWhatDidNotChange() {
    StoredObject same = put(LZ, "same", "1");
    StoredObject changed = put(LZ, "changed", "1");
    StoredObject gone = put(LZ, "gone", "1");
    put(LZ, "changed", "2");
    store.remove(LZ, List.of("gone")).join();
    assertThat(store.removeUnchanged(LZ, List.of(same, changed, gone)).join())
        .containsExactly(new Removed(), new Changed(), new Removed());
    assertThat(listed(LZ, "")).extracting(StoredObject::key).containsExactly("changed");
  }

  @Test
  void removesThousandsAtOnce() {
    putAll(IntStream.range(0, 2_500).mapToObj(i -> "a/%04d.csv".formatted(i)).toList());
    List<StoredObject> landed = listed(LZ, "a/");
    assertThat(store.removeUnchanged(LZ, landed.subList(0, 1_200)).join())
        .hasSize(1_200)
        .allMatch(Removed.class::isInstance);
    List<String> rest = landed.subList(1_200, 2_500).stream().map(StoredObject::key).toList();
    assertThat(store.remove(LZ, rest).join()).hasSize(1_300).allMatch(Removed.class::isInstance);
    assertThat(listed(LZ, "")).isEmpty();
  }

  @Test
  void removesKeysThatHoldNothing() {
    assertThat(store.remove(LZ, List.of("never", "was")).join())
        .containsExactly(new Removed(), new Removed());
  }

  void assertRefusedCopy(StoredObject source, String word) {
    assertThatThrownBy(() -> store.copy(LZ, source, new ObjectRef(DLZ, "copy")).join())
        .hasCauseInstanceOf(ConditionFailedException.class)
        .hasMessageContaining("s3://landing/" + source.key())
        .hasMessageContaining(word);
  }

  List<StoredObject> listed(String bucket, String prefix) {
    var all = new ArrayList<StoredObject>();
    store.list(bucket, prefix, all::addAll);
    return all;
  }

  StoredObject put(String bucket, String key, String content) {
    var ref = new ObjectRef(bucket, key);
    put(ref, content, new Always());
    return store.head(ref).join().orElseThrow();
  }

  String put(ObjectRef ref, String content, PutCondition condition) {
    return store.put(ref, file(content), "text/csv", Map.of(), condition).join();
  }

  void putAll(List<String> keys) {
    Path content = file("x");
    CompletableFuture.allOf(
            keys.stream()
                .map(
                    key ->
                        store.put(
                            new ObjectRef(LZ, key), content, "text/csv", Map.of(), new Always()))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  Path file(String content) {
    try {
      Path file = files.resolve("content-" + content.hashCode());
      return Files.write(file, content.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
