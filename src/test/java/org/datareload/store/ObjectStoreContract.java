package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.datareload.store.DeleteResult.Deleted;
import org.datareload.store.PutCondition.Always;
import org.junit.jupiter.api.Test;

/** The behaviour that every store must have. */
abstract class ObjectStoreContract extends DeleteContract {
  @Test
  void listsObjectsBelowAPrefixInPages() {
    putAll(IntStream.range(0, 2_500).mapToObj(i -> "a/%04d.csv".formatted(i)).toList());
    put(lz, "b/other.csv", "x");
    var sizes = new ArrayList<Integer>();
    var keys = new ArrayList<String>();
    store.list(
        lz,
        "a/",
        page -> {
          sizes.add(page.size());
          page.forEach(object -> keys.add(object.key()));
        });
    assertThat(sizes).containsExactly(1_000, 1_000, 500);
    assertThat(keys).hasSize(2_500).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void listsShortPagesToTheEnd() {
    List<String> keys = IntStream.range(0, 30).mapToObj(i -> "a/%02d".formatted(i)).toList();
    putAll(keys);
    var shortPages = rig.storeBy(new ShortPagesClient(rig.client(), 7));
    var found = new ArrayList<String>();
    shortPages.list(lz, "a/", page -> page.forEach(object -> found.add(object.key())));
    assertThat(found).isEqualTo(keys);
  }

  @Test
  void listsOneEmptyPageBelowAnUnusedPrefix() {
    assertThat(listed(lz, "nothing/")).isEmpty();
    var pages = store.pages(lz, "nothing/");
    assertThat(pages.next()).isEmpty();
    assertThat(pages.hasNext()).isFalse();
  }

  @Test
  void handlesAwkwardKeysInEveryOperation() {
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
            "d/control\u0001and\ttab.csv",
            "d/upload_date=1700000000/x");
    putAll(keys);
    List<StoredObject> landed = listed(lz, "d/");
    assertThat(landed).extracting(StoredObject::key).containsExactlyInAnyOrderElementsOf(keys);
    for (StoredObject source : landed) {
      StoredObject copy = store.copy(lz, source, new ObjectRef(dlz, "to/" + source.key())).join();
      assertThat(copy.etag()).isEqualTo(source.etag());
      assertThat(store.head(new ObjectRef(dlz, copy.key())).join()).contains(copy);
    }
    assertThat(store.deleteIfUnchanged(lz, landed).join()).allMatch(Deleted.class::isInstance);
    assertThat(listed(lz, "d/")).isEmpty();
    assertThat(store.delete(dlz, keys.stream().map(key -> "to/" + key).toList()).join())
        .allMatch(Deleted.class::isInstance);
    assertThat(listed(dlz, "")).isEmpty();
  }

  @Test
  void findsNoObjectAtAnUnusedKey() {
    assertThat(store.head(new ObjectRef(lz, "none")).join()).isEmpty();
    assertThat(store.headWithMetadata(new ObjectRef(lz, "none")).join()).isEmpty();
    put(lz, "none/longer", "x");
    assertThat(store.find(new ObjectRef(lz, "none"))).isEmpty();
    var found = store.find(new ObjectRef(lz, "none/longer")).orElseThrow();
    assertThat(List.of(found)).isEqualTo(listed(lz, "none/longer"));
  }

  @Test
  void writesAndReadsMetadata() {
    var ref = new ObjectRef(dlz, "m/current.json");
    String etag =
        store
            .put(ref, file("{}"), "application/json", Map.of("generation", "7"), new Always())
            .join();
    var head = store.headWithMetadata(ref).join().orElseThrow();
    assertThat(head.metadata()).containsExactly(Map.entry("generation", "7"));
    assertThat(head.object().etag()).isEqualTo(etag).isEqualTo(Etags.md5(file("{}")));
    assertThat(head.object().size()).isEqualTo(2);
  }

  @Test
  void copiesAnEmptyObject() {
    StoredObject source = put(lz, "empty", "");
    StoredObject copy = store.copy(lz, source, new ObjectRef(dlz, "empty")).join();
    assertThat(copy.size()).isZero();
  }

  @Test
  void refusesToCopyASourceThatChanged() {
    StoredObject source = put(lz, "a", "planned");
    put(lz, "a", "other");
    assertCopyFails(source, "changed");
  }

  @Test
  void refusesToCopyASourceThatChangedWhereTheStoreIgnoresTheCondition() {
    StoredObject source = put(lz, "a", "planned");
    put(lz, "a", "other");
    store = rig.storeBy(new UnconditionalClient(rig.client()));
    assertCopyFails(source, "changed");
  }

  @Test
  void refusesToCopyASourceThatIsGone() {
    StoredObject source = put(lz, "a", "planned");
    store.delete(lz, List.of("a")).join();
    assertCopyFails(source, "gone");
  }

  void assertCopyFails(StoredObject source, String word) {
    assertThatThrownBy(() -> store.copy(lz, source, new ObjectRef(dlz, "copy")).join())
        .hasCauseInstanceOf(ConditionFailedException.class)
        .hasMessageContaining("s3://" + lz + "/" + source.key())
        .hasMessageContaining(word);
  }
}
