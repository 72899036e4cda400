package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datareload.store.DeleteResult.Deleted;
import org.junit.jupiter.api.Test;

/** The behaviour of every store whose buckets keep versions. */
abstract class VersionsContract extends PutContract {
  @Override
  boolean versions() {
    return true;
  }

  @Test
  void listsOnlyCurrentVersions() {
    put(lz, "a", "1");
    StoredObject current = put(lz, "a", "2");
    put(lz, "deleted", "1");
    store.delete(lz, List.of("deleted")).join();
    assertThat(current.versionId()).isNotNull();
    assertThat(listed(lz, "")).containsExactly(current);
  }

  @Test
  void copiesThePlannedVersionAfterItWasReplaced() {
    StoredObject planned = put(lz, "a", "planned");
    put(lz, "a", "newer");
    StoredObject copy = store.copy(lz, planned, new ObjectRef(dlz, "a")).join();
    assertThat(copy.etag()).isEqualTo(planned.etag());
    // Ceph RGW 16.2 does not return the copy's version.
    String version = store.head(new ObjectRef(dlz, "a")).join().orElseThrow().versionId();
    assertThat(version).isNotNull();
    assertThat(copy.versionId()).isIn(null, version);
  }

  @Test
  void deletesExactlyTheVersionAndKeepsANewerOne() {
    StoredObject loaded = put(lz, "a", "loaded");
    StoredObject newer = put(lz, "a", "newer");
    assertThat(store.deleteIfUnchanged(lz, List.of(loaded)).join()).containsExactly(new Deleted());
    assertThat(listed(lz, "")).containsExactly(newer);
  }

  @Test
  void restoresNoOlderVersionByADelete() {
    put(lz, "a", "1");
    put(lz, "a", "2");
    put(lz, "ab", "a longer key");
    StoredObject loaded = put(lz, "a", "3");
    assertThat(store.deleteIfUnchanged(lz, List.of(loaded)).join()).containsExactly(new Deleted());
    assertThat(listed(lz, "")).extracting(StoredObject::key).containsExactly("ab");
    assertThat(store.head(new ObjectRef(lz, "a")).join()).isEmpty();
  }

  @Test
  void deletesTheOlderVersionsOfManyKeys() {
    var keys = List.of("a/%41", "a/+", "a/1", "a/2", "ab");
    keys.forEach(key -> put(lz, key, "older"));
    var loaded = keys.stream().map(key -> put(lz, key, "loaded")).toList();
    StoredObject newer = put(lz, "a/1", "newer");
    put(lz, "a/15", "another");
    store.delete(lz, List.of("a/2")).join();
    assertThat(store.deleteIfUnchanged(lz, loaded).join()).allMatch(Deleted.class::isInstance);
    assertThat(listed(lz, "")).extracting(StoredObject::key).containsExactly("a/1", "a/15");
    assertThat(listed(lz, "a/1")).contains(newer);
    var left = rig.client().listObjectVersions(l -> l.bucket(lz)).join().versions();
    assertThat(left).extracting(version -> version.key()).containsExactly("a/1", "a/15");
  }

  @Test
  void listsShortPagesToTheEnd() {
    for (int i = 0; i < 5; i++) {
      put(lz, "a", "version " + i);
    }
    StoredObject current = put(lz, "a", "current");
    StoredObject next = put(lz, "b", "1");
    var shortPages = storeOfShortPages(2);
    var found = new ArrayList<StoredObject>();
    shortPages.list(lz, "", found::addAll);
    assertThat(found).containsExactly(current, next);
    assertThat(shortPages.deleteIfUnchanged(lz, List.of(current)).join())
        .containsExactly(new Deleted());
    assertThat(listed(lz, "")).containsExactly(next);
  }

  @Test
  void listsShortPagesThatEndAtAwkwardKeys() {
    var keys = List.of("a/%.csv", "a/%41", "a/+.csv", "a/A+%2B", "a/b c", "a/b%20c", "a/ż");
    var objects = keys.stream().map(key -> put(lz, key, "x")).toList();
    var shortPages = storeOfShortPages(1);
    var found = new ArrayList<StoredObject>();
    shortPages.list(lz, "a/", found::addAll);
    assertThat(found).containsExactlyInAnyOrderElementsOf(objects);
    assertThat(shortPages.deleteIfUnchanged(lz, objects).join())
        .allMatch(Deleted.class::isInstance);
    assertThat(listed(lz, "")).isEmpty();
  }

  @Test
  void deletesAVersionWhoseKeyXmlCannotCarry() {
    put(lz, "a/1", "another key");
    put(lz, "a/\u0001.csv", "older");
    StoredObject loaded = put(lz, "a/\u0001.csv", "loaded");
    assertThat(store.deleteIfUnchanged(lz, List.of(loaded)).join()).containsExactly(new Deleted());
    assertThat(listed(lz, "")).extracting(StoredObject::key).containsExactly("a/1");
  }

  @Test
  void countsAMissingVersionAsDeleted() {
    StoredObject loaded = put(lz, "a", "1");
    store.deleteIfUnchanged(lz, List.of(loaded)).join();
    assertThat(store.deleteIfUnchanged(lz, List.of(loaded)).join()).containsExactly(new Deleted());
  }

  @Test
  void bringsDeletedObjectsBack() {
    put(lz, "a/1", "older");
    var first = put(lz, "a/1", "newest");
    var second = put(lz, "a/2", "1");
    var other = put(lz, "b/3", "1");
    store.delete(lz, List.of("a/1", "a/2", "b/3")).join();
    // Some stores put another marker.
    store.delete(lz, List.of("a/1")).join();
    assertThat(store.keepsDeleted(lz)).isTrue();

    storeOfShortPages(1).undelete(lz, "a/", () -> {});

    assertThat(listed(lz, "")).containsExactly(first, second);
    store.undelete(lz, "b/", () -> {});
    assertThat(listed(lz, "")).containsExactly(first, second, other);
  }

  @Test
  void deletesAllVersionsForGood() {
    put(lz, "a/1", "older");
    put(lz, "a/1", "newer");
    put(lz, "a/2", "1");
    var kept = put(lz, "b/3", "1");
    store.delete(lz, List.of("a/2")).join();

    storeOfShortPages(2).deleteVersions(lz, "a/", () -> {});

    var left = rig.client().listObjectVersions(l -> l.bucket(lz)).join();
    assertThat(left.deleteMarkers()).isEmpty();
    assertThat(left.versions()).extracting(version -> version.key()).containsExactly("b/3");
    assertThat(listed(lz, "")).containsExactly(kept);
  }

  @Test
  void deletesNoVersionWhereTheCheckFails() {
    var kept = put(lz, "a/1", "1");

    assertThatThrownBy(
            () ->
                store.deleteVersions(
                    lz,
                    "a/",
                    () -> {
                      throw new IllegalStateException("no longer");
                    }))
        .hasMessage("no longer");

    assertThat(listed(lz, "")).containsExactly(kept);
  }

  @Test
  void bringsNothingBackWhereTheCheckFails() {
    put(lz, "a/1", "1");
    store.delete(lz, List.of("a/1")).join();

    assertThatThrownBy(
            () ->
                store.undelete(
                    lz,
                    "a/",
                    () -> {
                      throw new IllegalStateException("replaced");
                    }))
        .hasMessage("replaced");

    assertThat(listed(lz, "")).isEmpty();
  }

  @Test
  void keepsNoDeletedObjectWhereVersionsAreSuspended() {
    rig.client()
        .putBucketVersioning(b -> b.bucket(lz).versioningConfiguration(v -> v.status("Suspended")))
        .join();

    assertThat(store.keepsDeleted(lz)).isFalse();
    assertThat(store.hasVersions(lz)).isTrue();
  }

  private ObjectStore storeOfShortPages(int size) {
    var client = new ShortPagesClient(rig.client(), size);
    var versioned = new StoreCapabilities(true, false, IfMatchStyle.NONE, false, false, false);
    return new S3ObjectStore(client, rig.limiter(), rig.settings(), Map.of(lz, versioned));
  }
}
